import { readFileSync } from 'node:fs';
import { eventually } from '@emporium/testing/eventually';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import * as q from './purchase.js';
import { prize } from './race.js';
import { shopUnderTest, type ShopUnderTest } from './shop-under-test.js';

const PASSWORD = 'correct horse battery';
const EXPORT = 'id status expiresAt jsonUrl htmlUrl parts { name status message }';
const REQUEST = `mutation ($password: String, $user: ID) { personDataExportRequest(password: $password, userId: $user) {
  dataExport { ${EXPORT} } userErrors { ... on UserError { code } } } }`;
const LOOK = `query ($id: ID!) { personDataExport(id: $id) { ${EXPORT} } }`;

let under: ShopUnderTest;
beforeAll(async () => void (under = await shopUnderTest()));
afterAll(() => under?.close());
const PROGRESS = `query ($id: ID!) { personErasure(userId: $id) { status parts { name status message } } }`;
const ERASE = `mutation { userErase(confirm: true, password: "${PASSWORD}") { ok } }`;

/** The file behind a link, at the shop under test, wherever it thinks it is. */
const fetchFile = (link: string) => {
  const { pathname, search } = new URL(link);
  return fetch(new URL(pathname + search, under.url));
};

test('a customer buys and gets a file with everything the shop keeps: as JSON by its schema, and to read', async () => {
  const { variantId } = await prize(under, 10);
  const client = under.client();
  const email = `${q.unique('export')}@example.com`;
  const { userRegister } = await client.get(q.REGISTER, { email, password: PASSWORD });
  client.token = userRegister.accessToken;
  const { cartLinesAdd } = await client.get(q.CART_ADD, { lines: [{ variantId, quantity: 2 }] });
  const input = {
    shippingAddress: q.ADDRESS,
    shippingMethodId: q.freeDelivery(cartLinesAdd.cart),
    expectedTotal: cartLinesAdd.cart.cost.total,
  };
  const { orderPlace } = await client.get(q.ORDER_PLACE, { input, key: q.unique('order') });
  const { id: orderId } = orderPlace.order;
  await client.get(q.PAY, { id: orderId, method: 'tok_ok', key: q.unique('pay') });
  await eventually(async () =>
    expect((await client.get(q.ORDER, { id: orderId })).order.status).toBe('PAID'),
  );

  expect((await client.get(REQUEST)).personDataExportRequest.userErrors).toEqual([
    { code: 'INVALID_INPUT' },
  ]);
  const { personDataExportRequest } = await client.get(REQUEST, { password: PASSWORD });
  const { id } = personDataExportRequest.dataExport;
  const done = await eventually(async () => {
    const { personDataExport } = await client.get(LOOK, { id });
    expect(personDataExport.status).toBe('DONE');
    return personDataExport;
  });

  const json = await fetchFile(done.jsonUrl);
  expect(json.headers.get('cache-control')).toBe('private, no-store');
  // oxlint-disable-next-line typescript/no-explicit-any
  const file = (await json.json()) as any;
  const schema = readFileSync(
    new URL('../docs/schema/person-data-1.schema.json', import.meta.url),
    'utf8',
  );
  expect(z.fromJSONSchema(JSON.parse(schema)).safeParse(file).error?.issues).toBeUndefined();
  expect(file.data).toMatchObject({
    users: { accounts: [{ id: userRegister.user.id, email }] },
    orders: { orders: [{ id: orderId, contactEmail: email, lines: [{ quantity: 2 }] }] },
    payments: { payments: [{ orderId, status: 'CAPTURED' }], refunds: [] },
    pricing: { customerGroups: [] },
  });
  expect(Object.keys(file.data).toSorted()).toEqual(
    done.parts.map(({ name }: { name: string }) => name),
  );
  const html = await fetchFile(done.htmlUrl);
  expect(html.headers.get('content-type')).toContain('text/html');
  expect(html.headers.get('content-security-policy')).toContain('sandbox');
  expect(await html.text()).toContain(q.ADDRESS.line1);

  // Neither another person, nor a link that was changed, opens it.
  const other = await under.customer();
  expect((await other.get(LOOK, { id })).personDataExport).toBeNull();
  const refused = await other.send(REQUEST, { user: userRegister.user.id, password: PASSWORD });
  expect(refused.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
  for (const url of [done.jsonUrl.split('?')[0], done.jsonUrl.replace(/expires=\d/, 'expires=9')])
    expect((await fetchFile(url)).status).toBe(404);
});

test('an erasure shows what every part of the shop still has to do, and ends with the last parcel', async () => {
  const { variantId } = await prize(under, 10);
  const client = under.client();
  const email = `${q.unique('erased')}@example.com`;
  const { userRegister } = await client.get(q.REGISTER, { email, password: PASSWORD });
  client.token = userRegister.accessToken;
  const { id } = userRegister.user;
  const { cartLinesAdd } = await client.get(q.CART_ADD, { lines: [{ variantId, quantity: 1 }] });
  const input = {
    shippingAddress: q.ADDRESS,
    shippingMethodId: q.freeDelivery(cartLinesAdd.cart),
    expectedTotal: cartLinesAdd.cart.cost.total,
  };
  const { orderPlace } = await client.get(q.ORDER_PLACE, { input, key: q.unique('order') });
  const { id: orderId } = orderPlace.order;
  await client.get(q.PAY, { id: orderId, method: 'tok_ok', key: q.unique('pay') });
  await eventually(async () =>
    expect((await client.get(q.ORDER, { id: orderId })).order.status).toBe('PAID'),
  );
  expect((await client.get(ERASE)).userErase.ok).toBe(true);
  const staff = await under.admin();
  const erasure = async () => (await staff.get(PROGRESS, { id })).personErasure;
  await eventually(async () =>
    expect(
      (await erasure()).parts.filter((part: { status: string }) => part.status !== 'DONE'),
    ).toEqual([
      {
        name: 'orders',
        status: 'WAITING',
        message: 'orders keeps the address of an order that is still to be sent.',
      },
    ]),
  );
  const sent = await staff.get(q.FULFILL, { id: orderId, key: q.unique('parcel') });
  expect(sent.fulfillmentCreate.userErrors).toEqual([]);
  await eventually(async () => expect((await erasure()).status).toBe('DONE'), 60_000);
});
