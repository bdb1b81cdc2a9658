import { expect, it } from 'vitest';
import { placesIn } from './broken.js';
import { adminGuarded } from './admin-guarded.js';

it('an admin field without a guard is found, and so is an open door to an admin type', () => {
  expect(
    placesIn(adminGuarded, {
      orders: `
        type Query { orders: [Order!] @tag(name: "admin") order: Order @tag(name: "admin") @authenticated health: Health }
        type Health @tag(name: "admin") { lag: Int! deep: Health }
        type Order { id: ID! }`,
    }),
  ).toEqual(['orders: Query.orders', 'orders: Query.health']);
});
