import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deploymentUrl } from '@emporium/testing/deployment-url';
import { eventually } from '@emporium/testing/eventually';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as q from './purchase.js';
import { prize, shopper } from './race.js';
import { shopUnderTest, type ShopUnderTest } from './shop-under-test.js';

const PASSWORD = 'correct horse battery';
const ORDER = `query ($id: ID!) { order(id: $id) { id customer { id } payments { status } history(first: 20) { nodes { type } } } }`;
const MINE = '{ me { orders(first: 5) { nodes { id } } } }';
const VERIFY = `mutation ($token: String!) { userEmailVerify(token: $token) { ok } }`;
const CLAIM = `mutation { ordersClaim { claimedOrders userErrors { ... on UserError { code } } } }`;

let under: ShopUnderTest;
beforeAll(async () => {
  under = await shopUnderTest({ ACCOUNT_URL: 'https://shop.example/account/{action}#{token}' });
});
afterAll(() => under?.close());

/** The token of the mail that verifies an address. */
const tokenOf = (address: string) =>
  eventually(() => {
    const folder = join(under.shop!.config.dataDir, 'mail');
    const mails = existsSync(folder)
      ? readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
      : [];
    const link = /https:\/\/shop\.example\/account\/verify-email#([\w-]+)/;
    const token = mails
      .filter((mail) => mail.includes(`To: ${address}`))
      .map((mail) => link.exec(mail.replace(/=\r?\n/g, ''))?.[1])
      .find((found) => found !== undefined);
    if (!token) throw new Error('no mail yet');
    return token;
  });

test('a guest buys, signs up with the same address and verifies it: the order is in the account and no longer open to the guest token', async (context) => {
  if (deploymentUrl())
    return context.skip('E2E_URL is set: mails are read in the folder of a shop of its own');
  const product = await prize(under, 10);
  const { client: guest, variables } = await shopper(under, product, 1);
  const email = (variables['input'] as { guestEmail: string }).guestEmail;
  const { orderPlace } = await guest.get(q.ORDER_PLACE, variables);
  const { id } = orderPlace.order;
  guest.guestToken = orderPlace.guestToken;
  await guest.get(q.PAY, { id, method: 'tok_ok', key: q.unique('pay') });

  const account = under.client();
  const { userRegister } = await account.get(q.REGISTER, { email, password: PASSWORD });
  account.token = userRegister.accessToken;
  // Whoever signs up with somebody's address sees nothing of theirs.
  expect((await account.get(MINE)).me.orders.nodes).toEqual([]);
  expect((await account.get(ORDER, { id })).order).toBeNull();
  expect((await account.get(CLAIM)).ordersClaim.userErrors).toEqual([
    { code: 'EMAIL_NOT_VERIFIED' },
  ]);

  const { userEmailVerify } = await under.client().get(VERIFY, { token: await tokenOf(email) });
  expect(userEmailVerify.ok).toBe(true);
  await eventually(async () =>
    expect((await account.get(ORDER, { id })).order).toMatchObject({
      customer: { id: userRegister.user.id },
      payments: [{ status: 'CAPTURED' }],
      history: { nodes: expect.arrayContaining([{ type: 'CLAIMED' }]) },
    }),
  );
  expect((await account.get(MINE)).me.orders.nodes).toEqual([{ id }]);
  expect((await guest.get(ORDER, { id })).order).toBeNull();
  const byToken = await guest.get(q.ORDER_BY_TOKEN, { token: orderPlace.guestToken });
  expect(byToken.orderByToken).toBeNull();

  // A guest again, because one forgets to log in.
  const later = await shopper(under, product, 1);
  const input = { ...(later.variables['input'] as object), guestEmail: email };
  const second = await later.client.get(q.ORDER_PLACE, { ...later.variables, input });
  expect((await account.get(CLAIM)).ordersClaim).toEqual({ claimedOrders: 1, userErrors: [] });
  expect((await account.get(ORDER, { id: second.orderPlace.order.id })).order).not.toBeNull();
});
