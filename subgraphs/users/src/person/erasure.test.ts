import { admin, customer, supervisor } from '@emporium/testing/principals';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startWithParts, workOn } from './person.fixture.js';
import { query } from '../tables.js';
import { PASSWORD, register } from '../test/people.js';

let shop: Awaited<ReturnType<typeof startWithParts>>;
beforeAll(async () => void (shop = await startWithParts()));
afterAll(() => shop.t.close());
beforeEach(() => {
  shop.away.clear();
  shop.remains.clear();
});

/** Somebody who has just erased themselves. */
async function erased(): Promise<string> {
  const { as, id } = await register(shop.t);
  await shop.t.execute(`mutation { userErase(confirm: true, password: "${PASSWORD}") { ok } }`, {
    as,
  });
  return id;
}
const progress = async (id: string, as = admin) =>
  shop.t.execute(
    `query ($id: ID!) { personErasure(userId: $id) { userId status finishedAt parts { name status message } } }`,
    { as, variables: { id } },
  );
const erasureOf = async (id: string) => (await progress(id)).data.personErasure;

test('an erasure is done when every part of the shop says that nothing is left', async () => {
  const id = await erased();
  const before = await erasureOf(id);
  expect(before).toMatchObject({ userId: id, status: 'RUNNING', finishedAt: null });
  expect(before.parts).toEqual(
    ['cart', 'notifications', 'orders', 'pricing', 'users'].map((name) => ({
      ...{ name, message: null, status: name === 'users' ? 'DONE' : 'WAITING' },
    })),
  );
  await workOn(shop.t);
  expect(await erasureOf(id)).toMatchObject({ status: 'DONE', finishedAt: expect.any(String) });
  expect(await shop.t.verify()).toEqual([]);
});

test('what a part keeps for a reason that ends is named and waited for, however long it takes', async () => {
  const id = await erased();
  shop.remains.set('orders', { left: [], waits: ['an address'] });
  for (let n = 0; n < 25; n++) await workOn(shop.t);
  expect((await erasureOf(id)).parts).toContainEqual({
    ...{ name: 'orders', status: 'WAITING', message: 'orders keeps an address.' },
  });
  shop.remains.clear();
  await workOn(shop.t);
  expect((await erasureOf(id)).status).toBe('DONE');
});

test('I42: a part that has still not erased after many attempts is given up, named and reported', async () => {
  const id = await erased();
  shop.remains.set('cart', { left: ['cart'], waits: [] });
  shop.away.add('pricing');
  await workOn(shop.t);
  expect((await erasureOf(id)).parts).toEqual(
    expect.arrayContaining([
      { name: 'cart', status: 'WAITING', message: 'cart has still to erase: cart.' },
      { name: 'pricing', status: 'WAITING', message: 'pricing does not answer.' },
    ]),
  );
  shop.away.clear();
  await query(shop.t.ctx())
    .updateTable('PersonRequestPart')
    .set({ attempts: 19 })
    .where('status', '=', 'WAITING')
    .execute();
  await workOn(shop.t);
  expect((await erasureOf(id)).status).toBe('INCOMPLETE');
  expect(await shop.t.verify()).toEqual([`I42: erasure of ${id}: cart has still to erase: cart.`]);
  await query(shop.t.ctx()).deleteFrom('PersonRequest').where('userId', '=', id).execute();
});

test('only staff with delete:user see how far an erasure is', async () => {
  const id = await erased();
  for (const as of [customer(id), supervisor])
    expect((await progress(id, as)).errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
  const { id: other } = await register(shop.t);
  expect(await erasureOf(other)).toBeNull();
});
