import { setTimeout as sleep } from 'node:timers/promises';
import * as q from '../purchase.js';
import { FaultClient } from './fault-client.js';
import { CART_CREATE, type Goods } from './goods.js';
import type { History } from './history.js';
import type { Random } from './random.js';
import { place, refusalOf, wishFor } from './shopper.js';

const REGISTER = `mutation ($email: String!, $password: String!, $name: String!) { userRegister(email: $email, password: $password, firstName: $name) { accessToken refreshToken userErrors { ... on UserError { code } } } }`;
const LOGIN = `mutation ($email: String!, $password: String!) { userLogin(email: $email, password: $password) { accessToken refreshToken userErrors { ... on UserError { code } } } }`;
const REFRESH = `mutation ($token: String!) { sessionRefresh(refreshToken: $token) { accessToken refreshToken userErrors { ... on UserError { code } } } }`;
const ME = '{ me { firstName email } }';
const ADD = `mutation ($lines: [CartLineInput!]!) { cartLinesAdd(lines: $lines) { cart { id } userErrors { ... on UserError { code } } } }`;
const MERGE = `mutation ($cart: ID!) { cartMerge(guestCartId: $cart) { cart { id } userErrors { ... on UserError { code } } } }`;
const OWN_CART = `{ cart { id lines { quantity variant { id } } cost { total { minor currency } } ${q.DELIVERY} } }`;
const ERASE =
  'mutation ($password: String!) { userErase(confirm: true, password: $password) { ok userErrors { ... on UserError { code } } } }';

/**
 * What each variant must be in the cart: what was acknowledged, at most also what got no answer.
 */
type Expected = Map<string, { sure: number; perhaps: number }>;

/**
 * People with an account: they fill a cart as guests, log in, add more, merge, look, refresh their
 * session, order, and some have themselves erased. What they see that cannot be goes to the
 * history.
 */
export async function memberOf(parts: {
  gateways: readonly string[];
  goods: readonly Goods[];
  history: History;
  random: Random;
  pauseMs: number;
  until: AbortSignal;
}): Promise<void> {
  const { gateways, goods, history, random, until } = parts;
  while (!until.aborted) {
    const client = new FaultClient(gateways, history);
    const first = random.pick(goods).variantId;
    const second = random.pick(goods).variantId;
    const orders = random.next() < 0.6;
    const erased = random.next() < 0.3;
    const guest = new FaultClient(gateways, history, client.canary);
    const cart = (
      await guest.send(
        'cart',
        CART_CREATE,
        { lines: [{ variantId: first, quantity: 1 }] },
        refusalOf('cartCreate'),
      )
    )?.data?.cartCreate?.cart;
    if (await register(client)) {
      if (cart?.lines.length > 0) await shopAsMember(client, history, cart.id, first, second);
      const isIn = await keepSession(client, history);
      if (isIn && orders) await orderAsMember(client, history);
      if (isIn && erased)
        await client.send('erase', ERASE, { password: passwordOf(client) }, refusalOf('userErase'));
    }
    await sleep(parts.pauseMs);
  }
}

interface Tokens {
  accessToken?: string;
  refreshToken?: string;
}
function take(client: FaultClient, tokens: Tokens | undefined): boolean {
  if (!tokens?.accessToken) return false;
  client.token = tokens.accessToken;
  client.refreshToken = tokens.refreshToken!;
  return true;
}

const passwordOf = ({ canary }: FaultClient) => `secret of ${canary}`;

async function register(client: FaultClient): Promise<boolean> {
  const email = `${client.canary}@example.com`;
  const password = passwordOf(client);
  const reply = await client.send(
    'register',
    REGISTER,
    { email, password, name: client.canary },
    refusalOf('userRegister'),
  );
  if (take(client, reply?.data?.userRegister)) return true;
  // Whether there is an account now, nobody knows; one of both can be done.
  const login = await client.send('login', LOGIN, { email, password });
  return take(client, login?.data?.userLogin);
}

async function shopAsMember(
  client: FaultClient,
  history: History,
  guestCart: string,
  first: string,
  second: string,
): Promise<void> {
  const expected: Expected = new Map();
  const note = (variant: string, isSure: boolean) => {
    const line = expected.get(variant) ?? { sure: 0, perhaps: 0 };
    expected.set(variant, line);
    line[isSure ? 'sure' : 'perhaps']++;
  };
  const added = await client.send(
    'cart',
    ADD,
    { lines: [{ variantId: second, quantity: 1 }] },
    refusalOf('cartLinesAdd'),
  );
  if (added?.data?.cartLinesAdd?.userErrors.length > 0) return;
  note(second, added?.data?.cartLinesAdd?.cart != null);
  // A merge may be repeated; its answer may get lost.
  const merged = await client.insist('merge', MERGE, { cart: guestCart }, refusalOf('cartMerge'));
  if (merged?.data?.cartMerge?.userErrors.length > 0) return;
  note(first, merged?.data?.cartMerge?.cart != null);
  const reply = await client.insist('own cart', OWN_CART, {});
  const seen = reply?.errors?.length ? undefined : reply?.data?.cart;
  if (!seen) return;
  const lines = seen.lines as { quantity: number; variant: { id: string } | null }[];
  if (lines.some(({ variant }) => variant === null)) return;
  for (const [variant, { sure, perhaps }] of expected) {
    const has = lines.reduce(
      (sum, line) => sum + (line.variant!.id === variant ? line.quantity : 0),
      0,
    );
    if (has < sure || has > sure + perhaps)
      history.wrong.push({
        id: 'I18',
        at: history.now(),
        what: `cart ${seen.id} at ${history.now()} ms has ${has} of ${variant}: ${sure} were acknowledged, ${perhaps} got no answer`,
      });
  }
  for (const line of lines)
    if (!expected.has(line.variant!.id))
      history.wrong.push({
        id: 'I18',
        at: history.now(),
        what: `cart ${seen.id} has ${line.variant!.id}, which nobody put there`,
      });
}

/**
 * A refresh whose answer says "try again" must leave the session as it was. Resolves with whether
 * there still is one.
 */
async function keepSession(client: FaultClient, history: History): Promise<boolean> {
  const reply = await client.insist(
    'refresh',
    REFRESH,
    { token: client.refreshToken },
    refusalOf('sessionRefresh'),
  );
  if (!take(client, reply?.data?.sessionRefresh)) {
    // When an answer got lost the token may be spent: that ends the session, and rightly so.
    if (reply && !client.lostAnswer)
      history.wrong.push({
        id: 'I19',
        at: history.now(),
        what: `session of ${client.canary} ended although no answer got lost: ${JSON.stringify(reply).slice(0, 300)}`,
      });
    return false;
  }
  const me = await client.send('me', ME, {});
  const { firstName } = me?.data?.me ?? {};
  if (firstName !== undefined && firstName !== client.canary)
    history.wrong.push({
      id: 'I20',
      at: history.now(),
      what: `${client.canary} was told to be ${firstName}`,
    });
  return true;
}

async function orderAsMember(client: FaultClient, history: History): Promise<void> {
  const cart = (await client.send('own cart', OWN_CART, {}))?.data?.cart;
  if (!cart || cart.lines.length === 0 || !cart.cost?.total) return;
  const wish = wishFor(client, cart, history, true);
  await place(client, wish);
  const [id] = wish.acknowledged;
  if (id !== undefined)
    await client.insist(
      'pay',
      q.PAY,
      { id, method: 'tok_ok', key: q.unique('pay') },
      refusalOf('paymentCreate'),
    );
}
