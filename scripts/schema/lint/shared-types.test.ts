import { expect, it } from 'vitest';
import { placesIn } from './broken.js';
import { sharedTypes } from './shared-types.js';

it('an input that lost a field in one subgraph is found', () => {
  expect(
    placesIn(sharedTypes, {
      a: `input AddressInput { line1: String! line2: String } type User @key(fields: "id") { id: ID! a: Int }`,
      b: `input AddressInput { line1: String! } type User @key(fields: "id") { id: ID! }`,
    }),
  ).toEqual(['b: AddressInput']);
});
