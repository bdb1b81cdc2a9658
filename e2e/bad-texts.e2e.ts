import { IDENTITY_HEADER, signIdentity } from '@emporium/auth/internal-identity';
import { BUILT_IN_ROLES } from '@emporium/auth/permissions';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Attacker, codesOf as codes } from './attacker.js';
import { prize } from './race.js';
import { shopUnderTest, type ShopUnderTest } from './shop-under-test.js';

const SEARCH =
  'query ($text: String!) { search(query: $text, first: 3) { totalCount nodes { card { name } } } }';
let shop: ShopUnderTest;
let attacker: Attacker;
let admin: Attacker;

beforeAll(async () => {
  shop = await shopUnderTest();
  admin = new Attacker(shop.url);
  await admin.logIn('admin@emporium.test', 'emporium-demo');
  attacker = new Attacker(shop.url);
  await attacker.logIn('customer@emporium.test', 'emporium-demo');
});
afterAll(() => shop?.close());

afterEach(() => {
  attacker.expectNoLeak();
  admin.expectNoLeak();
});

describe('texts', () => {
  const QUERIES = [
    '*:*',
    '_exists_:name',
    'name:/(.+)+z/',
    '"',
    '\\',
    'AND OR NOT',
    '{"match_all":{}}',
    "' OR 1=1--",
    '"; DROP TABLE product; --',
    '$1',
    "x' & !y | (z",
    '<->',
    '%',
    '_',
    ':*',
    '🦜',
    'ｆｕｌｌ',
    '\u202Eabc',
    'a'.repeat(5_000),
  ];
  test('search takes its syntax as plain words', async () => {
    for (const text of QUERIES) {
      const answer = await attacker.send(SEARCH, { text });
      const outcome = answer.errors ? codes(answer) : answer.data.search.totalCount;
      expect([['BAD_USER_INPUT'], 0, 1], text).toContainEqual(outcome);
    }
  });

  test('wildcards of SQL are letters in filters', async () => {
    for (const text of ['%', '_', '\\', "'"]) {
      const { data } = await admin.send(
        'query ($text: String) { products(first: 5, where: { nameContains: $text }) { nodes { id } } }',
        {
          text,
        },
      );
      expect(data.products.nodes).toEqual([]);
    }
  });

  test('cursors that were made up, tampered with or made for another list are refused', async () => {
    await prize(shop, 1);
    const page = (sort: string, after?: string) =>
      admin.send(
        `query ($after: String) { products(first: 1, after: $after, sort: { field: ${sort} }) { pageInfo { endCursor } } }`,
        {
          after,
        },
      );
    const cursor: string = (await page('NAME')).data.products.pageInfo.endCursor;
    expect(codes(await page('NAME', cursor))).toEqual([]);
    expect(codes(await page('PRICE', cursor))).toEqual(['BAD_USER_INPUT']);
    const injected = Buffer.from(JSON.stringify(['NAME', "' or 1=1 --", { $gt: '' }])).toString(
      'base64url',
    );
    for (const after of [
      'x',
      '%%%',
      cursor.slice(0, -6),
      injected,
      Buffer.from('[]').toString('base64url'),
      'A'.repeat(20_000),
    ]) {
      expect(codes(await page('NAME', after)), after.slice(0, 40)).toEqual(['BAD_USER_INPUT']);
      expect(
        codes(
          await attacker.send(
            'query ($after: String) { search(query: "", first: 1, after: $after) { nodes { score } } }',
            { after },
          ),
        ),
      ).toEqual(['BAD_USER_INPUT']);
    }
  });
});

test('identities that a client claims for itself are ignored, and broken tokens are refused', async () => {
  const forged = {
    issuer: 'gateway',
    requestId: 'x',
    principal: {
      kind: 'user' as const,
      sub: 'usr_x',
      role: 'ADMIN',
      permissions: BUILT_IN_ROLES.ADMIN,
    },
  };
  const nobody = new Attacker(shop.url);
  nobody.headers = {
    [IDENTITY_HEADER]: signIdentity(
      forged,
      'users',
      shop.shop?.config.internalSecret ?? 'x'.repeat(32),
    ),
    'x-user-id': 'usr_x',
    'x-user-role': 'ADMIN',
    'x-permissions': 'read:user',
    'x-internal-token': 'x',
  };
  const answer = await nobody.send('{ me { id } users(first: 1) { nodes { id } } }');
  expect(answer.data).toEqual({ me: null, users: null });
  expect(codes(answer)).toEqual(['UNAUTHENTICATED']);
  for (const token of [
    'x',
    'a.b.c',
    `${attacker.token}x`,
    attacker.token!.replace(/\.[^.]*$/, '.'),
    `eyJhbGciOiJub25lIn0.${attacker.token!.split('.')[1]}.`,
  ]) {
    nobody.headers = { authorization: `Bearer ${token}` };
    const refused = await nobody.send('{ me { id } }');
    expect([refused.status, ...codes(refused)]).toEqual([401, 'UNAUTHENTICATED']);
  }
});
