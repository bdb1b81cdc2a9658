import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deploymentUrl } from '@emporium/testing/deployment-url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shopUnderTest, type ShopUnderTest } from './shop-under-test.js';

/** Real input that lies beside the checkout where the project is developed. */
const data = fileURLToPath(new URL('../../shared/data', import.meta.url));
const reason = deploymentUrl()
  ? 'E2E_URL is set: commands need a shop in this process'
  : 'there is no folder shared/data beside the checkout';

const PRODUCTS = `query ($after: String) { products(first: 25, after: $after, sort: { field: NAME }) { nodes { slug sku name description isActive attributes { name value } priceRange { min { decimal } max { decimal } }
  variants(first: 5) { nodes { sku name attributes { name value } price { decimal } compareAtPrice { decimal } availability { inStock maxOrderable } } } } pageInfo { hasNextPage endCursor } } }`;
const UPLOAD =
  'mutation ($file: Upload!) { mediaUpload(file: $file) { asset { id width } userErrors { ... on UserError { code } } } }';

describe('real data', () => {
  if (deploymentUrl() || !existsSync(data)) {
    test('CSV and photos of a real shop', (context) => context.skip(reason));
    return;
  }
  const csv = readFileSync(join(data, 'apparel.csv'), 'utf8');
  const shops: ShopUnderTest[] = [];
  const open = async () => {
    const shop = await shopUnderTest();
    shops.push(shop);
    return shop;
  };
  let shop: ShopUnderTest;
  beforeAll(async () => {
    shop = await open();
  });
  afterAll(async () => {
    for (const each of shops) await each.close();
  });
  const graphOf = async (from: ShopUnderTest) =>
    (await (await from.admin()).get(PRODUCTS)).products.nodes;

  test('the apparel export brings in 20 products; a second import changes nothing and tells nobody', async () => {
    await shop.command('import', { csv });
    const first = await graphOf(shop);
    expect(first).toHaveLength(20);
    const events = () => eventCount(shop);
    const before = await events();
    await shop.command('import', { csv });
    expect(await graphOf(shop)).toEqual(first);
    expect(await events()).toBe(before);
  });

  test('an export imported into an empty shop gives the same graph', async () => {
    const lines = await shop.command('export');
    const exported = lines.findLast((line) => typeof line['csv'] === 'string')!['csv'];
    const empty = await open();
    await empty.command('import', { csv: exported });
    expect(await graphOf(empty)).toEqual(await graphOf(shop));
  });

  test('photos of a real camera are taken', async () => {
    const admin = await shop.admin();
    for (const name of readdirSync(join(data, 'images')).slice(0, 3)) {
      const { data: answer } = await admin.upload(
        UPLOAD,
        new Blob([new Uint8Array(readFileSync(join(data, 'images', name)))]),
        name,
      );
      expect(answer.mediaUpload).toMatchObject({
        asset: { width: expect.any(Number) },
        userErrors: [],
      });
    }
  });
});

/** Events of products published so far. */
async function eventCount({ shop }: ShopUnderTest): Promise<number> {
  const catalog = shop!.subgraphs.find((subgraph) => subgraph.name === 'catalog')!;
  await catalog.drain();
  const rows = await catalog.database
    .fork()
    .getConnection()
    .execute<{ n: number }[]>('select count(*)::int as n from catalog.outbox');
  return rows[0]!.n;
}
