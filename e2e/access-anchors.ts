import { drawProduct } from '@emporium/shop/seed/draw-product';
import { eventually } from '@emporium/testing/eventually';
import { expect } from 'vitest';
import type { Role } from './access-cases.js';
import type { Client } from './client.js';
import * as q from './purchase.js';
import { prize, shopper } from './race.js';
import type { ShopUnderTest } from './shop-under-test.js';

/** By type: the operation that reads a selection of one object, the same for every role. */
export type Anchors = Record<string, (selection: string, role: Role) => string>;

/**
 * Makes one object of each type that has guarded fields: a product with category and picture, and a
 * paid guest order.
 */
export async function accessAnchors(
  under: ShopUnderTest,
  clients: ReadonlyMap<Role, Client>,
): Promise<Anchors> {
  const admin = clients.get('ADMIN')!;
  const wanted = await prize(under, 5);
  const { categoryCreate } = await admin.get(
    'mutation { categoryCreate(input: { name: "Anchors" }) { category { id } } }',
  );
  const picture = new Blob([new Uint8Array(await drawProduct('mug', 80))], { type: 'image/png' });
  const { data } = await admin.upload(
    'mutation ($file: Upload!) { mediaUpload(file: $file) { asset { id } } }',
    picture,
    'mug.png',
  );
  const { client, variables } = await shopper(under, wanted, 1);
  const { orderPlace } = await client.get(q.ORDER_PLACE, variables);
  client.guestToken = orderPlace.guestToken;
  await client.get(q.PAY, { id: orderPlace.order.id, method: 'tok_ok', key: q.unique('pay') });
  const byToken = (selection: string) =>
    `{ orderByToken(token: "${orderPlace.guestToken}") { reached: __typename ${selection} } }`;
  for (const each of clients.values()) each.guestToken = orderPlace.guestToken;
  await eventually(async () =>
    expect((await client.get(byToken('payments { id }'))).orderByToken.payments).toHaveLength(1),
  );
  return {
    Product: (selection) =>
      `{ product(id: "${wanted.productId}") { reached: __typename ${selection} } }`,
    ProductVariant: (selection) =>
      `{ product(id: "${wanted.productId}") { variants(first: 1) { nodes { reached: __typename ${selection} } } } }`,
    Category: (selection) =>
      `{ category(id: "${categoryCreate.category.id}") { reached: __typename ${selection} } }`,
    MediaAsset: (selection) =>
      `{ mediaAsset(id: "${data.mediaUpload.asset.id}") { reached: __typename ${selection} } }`,
    Order: byToken,
    Payment: (selection) =>
      byToken(`payments { reached: __typename ${selection} }`).replace(
        'reached: __typename payments',
        'payments',
      ),
    // Nobody but users sees a user, except in the moment of logging in.
    User: (selection, role) =>
      role === 'ANONYMOUS'
        ? `mutation { userLogin(email: "customer@emporium.test", password: "emporium-demo") { user { reached: __typename ${selection} } } }`
        : `{ me { reached: __typename ${selection} } }`,
  };
}
