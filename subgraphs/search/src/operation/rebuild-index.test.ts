import { ProductCreated, ProductUpdated, type ProductData } from '@emporium/catalog-events';
import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SearchServices } from '../context.js';
import { search } from '../subgraph.js';

const at = '2026-01-01T00:00:00.000Z';

/** What catalog holds; pages of its `products` field are cut from it. */
const catalog = new Map<string, ProductData>();
let onPage: () => Promise<unknown> = async () => undefined;

function put(n: number, name: string, version = 1, available = 1): ProductData {
  const product: ProductData = {
    id: `prod_${String(n).padStart(3, '0')}`,
    sku: `s${n}`,
    slug: `p${n}`,
    name,
    description: null,
    isActive: true,
    attributes: [],
    categories: [],
    variants: [
      {
        id: `var_${n}`,
        sku: `v${n}`,
        name: 'One',
        position: 0,
        options: [],
        attributes: [],
        price: { minor: 100 * n, currency: 'EUR' },
        compareAtPrice: null,
        barcode: null,
        weightGrams: null,
        available,
        stockVersion: version,
        version,
      },
    ],
    images: [],
    version,
    createdAt: at,
    updatedAt: at,
  };
  catalog.set(product.id, product);
  return product;
}

async function answer(variables: Record<string, unknown>): Promise<Record<string, unknown>> {
  await onPage();
  const ids = (variables['where'] as { ids?: string[] }).ids;
  const all = [...catalog.values()].filter((product) => !ids || ids.includes(product.id));
  const start = variables['after']
    ? all.findIndex((product) => product.id === variables['after']) + 1
    : 0;
  const nodes = all.slice(start, start + 50);
  const pageInfo = { hasNextPage: start + 50 < all.length, endCursor: nodes.at(-1)?.id ?? null };
  const shown = nodes.map((product) => ({
    ...product,
    variants: {
      pageInfo: { hasNextPage: false, endCursor: null },
      nodes: product.variants.map((v) => ({ ...v, stock: { available: v.available } })),
    },
  }));
  return { products: { pageInfo, nodes: shown } };
}

let t: TestSubgraph<SearchServices>;
beforeAll(async () => {
  t = await startTestSubgraph(search, {
    calls: { catalog: (request) => answer(request.variables!) },
  });
});
afterAll(() => t.close());

const run = async (name: string) => {
  const lines: Record<string, unknown>[] = [];
  for await (const line of search
    .commands!.find((command) => command.name === name)!
    .run(t.ctx(), {}))
    lines.push(line);
  return lines.at(-1)!;
};
const total = async () =>
  (await t.execute(`{ search(query: "") { totalCount } }`)).data.search.totalCount as number;

test('a rebuild brings back what was lost, while searches go on and changes are not missed', async () => {
  for (let n = 1; n <= 120; n++) put(n, `Thing ${n}`);
  for (const n of [1, 2])
    await t.deliver(ProductCreated, {
      key: `prod_00${n}`,
      version: 1,
      data: catalog.get(`prod_00${n}`)!,
    });
  await expect(run('search-verify')).rejects.toThrow('118 products');
  let pages = 0;
  onPage = async () => {
    if (++pages !== 2) return;
    expect(await total()).toBe(2);
    // A change after its page was read: only its event can tell the new index.
    await t.deliver(ProductUpdated, { key: 'prod_001', version: 2, data: put(1, 'Renamed', 2, 0) });
  };
  expect(await run('search-rebuild')).toEqual({ indexed: 120, divergent: 0, differences: [] });
  onPage = async () => undefined;
  expect(await total()).toBe(120);
  expect(
    (await t.execute(`{ search(query: "renamed") { nodes { card { indexedVersion inStock } } } }`))
      .data.search.nodes,
  ).toEqual([{ card: { indexedVersion: 2, inStock: false } }]);
  expect(await run('search-verify')).toMatchObject({ products: 120, divergent: 0 });
  expect(await t.verify()).toEqual([]);
});

test('verifying names what differs, and a failed rebuild leaves the index as it was', async () => {
  put(3, 'Thing 3', 7);
  catalog.delete('prod_004');
  const lines = await t.verify();
  expect(lines).toHaveLength(2);
  expect(lines.join()).toMatch(
    /prod_003: index has .*"version":1.*catalog .*"version":7.*prod_004 is in the index, but not in catalog/,
  );
  let pages = 0;
  onPage = async () => {
    if (++pages === 2) throw new Error('catalog went away');
  };
  await expect(run('search-rebuild')).rejects.toThrow();
  expect(await total()).toBe(120);
  onPage = async () => undefined;
  expect(await run('search-rebuild')).toMatchObject({ indexed: 119, divergent: 0 });
  expect(await total()).toBe(119);
});
