import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Client } from './client.js';
import { shopUnderTest, type ShopUnderTest } from './shop-under-test.js';
import { wrongValues } from './wrong-values.js';

let shop: ShopUnderTest;
let admin: Client;
beforeAll(async () => {
  shop = await shopUnderTest();
});
// Some of the fields end the caller's own sessions.
beforeEach(async () => {
  admin = await shop.admin();
});
afterAll(() => shop?.close());

test('arguments of every part of the schema are tried', () => {
  const fields = wrongValues.map(({ field }) => field);
  expect(fields).toEqual(
    expect.arrayContaining(['Query.orders', 'Mutation.orderPlace', 'Product.variants']),
  );
  expect(wrongValues.flatMap(({ cases }) => cases).length).toBeGreaterThan(500);
});

describe('a value that its place cannot hold is BAD_USER_INPUT, never a failure of ours', () => {
  test.each(wrongValues)('$field', async ({ cases }) => {
    for (const { name, query, variables, isRefused } of cases) {
      const { status, errors = [] } = await admin.send(query, variables);
      const codes = errors.map(({ extensions }) => extensions['code']);
      expect(codes, `${name}: ${query}`).not.toContain('INTERNAL_SERVER_ERROR');
      expect(codes, `${name}: ${query}`).not.toContain('SUBGRAPH_UNAVAILABLE');
      if (!isRefused) continue;
      expect([status, new Set(codes)], `${name}: ${query}`).toEqual([
        400,
        new Set(['BAD_USER_INPUT']),
      ]);
    }
  });
});
