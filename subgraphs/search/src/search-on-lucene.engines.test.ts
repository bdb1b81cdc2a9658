import {
  ProductCreated,
  ProductUpdated,
  type ProductData,
  StockChanged,
} from '@emporium/catalog-events';
import { eventually } from '@emporium/testing/eventually';
import { type FaultProxy, startFaultProxy } from '@emporium/testing/fault-proxy';
import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SearchServices } from './context.js';
import {
  describeWithLucene,
  type LuceneUnderTest,
} from './engine/lucene/lucene-under-test.fixture.js';
import { search } from './subgraph.js';

function product(n: number, name: string, version = 1, available = 1): ProductData {
  const variant = {
    id: `var_${n}`,
    sku: `v-${n}`,
    name: 'One',
    position: 0,
    options: [],
    attributes: [{ name: 'Color', value: n % 2 ? 'Red' : 'Blue' }],
  };
  const numbers = {
    price: { minor: 100 * n, currency: 'EUR' },
    compareAtPrice: null,
    barcode: null,
    weightGrams: null,
    available,
  };
  return {
    ...{
      id: `prod_${n}`,
      sku: `s${n}`,
      slug: `p${n}`,
      name,
      description: '<p>Made of stone</p>',
      isActive: true,
    },
    ...{
      attributes: [],
      categories: [],
      images: [],
      version,
      createdAt: '2026-01-01T00:00:00.000Z',
      updatedAt: '2026-01-01T00:00:00.000Z',
    },
    variants: [{ ...variant, ...numbers, stockVersion: version, version }],
  };
}

describeWithLucene('the subgraph', (make, address) => {
  const catalog = new Map<string, ProductData>();
  let under: LuceneUnderTest;
  let proxy: FaultProxy;
  let t: TestSubgraph<SearchServices>;

  beforeAll(async () => {
    under = make();
    proxy = await startFaultProxy(address);
    const SEARCH_URL = `${under.kind}+${proxy.through(address).replace(/\/$/, '')}?index=${under.base}`;
    const answer = (): Record<string, unknown> => ({
      products: {
        pageInfo: { hasNextPage: false, endCursor: null },
        nodes: [...catalog.values()].map((one) => ({
          ...one,
          variants: {
            pageInfo: { hasNextPage: false, endCursor: null },
            nodes: one.variants.map((variant) => ({
              ...variant,
              stock: { available: variant.available },
            })),
          },
        })),
      },
    });
    t = await startTestSubgraph(search, { env: { SEARCH_URL }, calls: { catalog: answer } });
  });
  afterAll(async () => {
    await t.close();
    await proxy.close();
    await under.close();
  });

  const tell = (data: ProductData) => {
    catalog.set(data.id, data);
    return t.deliver(data.version === 1 ? ProductCreated : ProductUpdated, {
      key: data.id,
      version: data.version,
      data,
    });
  };
  const found = async (query: string) => {
    const { data, errors } = await t.execute(
      `query ($query: String!) { search(query: $query) { totalCount didYouMean nodes { highlights { field fragments } card { name inStock } } facets { name values { value count } } } }`,
      { variables: { query } },
    );
    if (errors) throw new Error(JSON.stringify(errors));
    return data.search;
  };

  test('what an event tells is found, highlighted and counted', async () => {
    await tell(product(1, 'Marble Lamp'));
    await tell(product(2, 'Granite Lamp'));
    await t.deliver(StockChanged, {
      key: 'prod_2',
      version: 5,
      data: {
        variantId: 'var_2',
        productId: 'prod_2',
        available: 0,
        onHand: 0,
        reserved: 0,
        version: 5,
      } as never,
    });
    catalog.get('prod_2')!.variants[0]!.available = 0;
    await eventually(async () =>
      expect((await found('granit lamp')).nodes[0]?.card).toEqual({
        name: 'Granite Lamp',
        inStock: false,
      }),
    );
    const page = await found('grenite lamps');
    expect(page).toMatchObject({ totalCount: 1, didYouMean: 'granite lamps' });
    expect(page.nodes[0].highlights).toEqual([
      { field: 'name', fragments: ['<em>Granite</em> <em>Lamp</em>'] },
    ]);
    expect(
      (await found('lamp')).facets.find((facet: any) => facet.name === 'color').values,
    ).toEqual([
      { value: 'Blue', count: 1 },
      { value: 'Red', count: 1 },
    ]);
  });

  test('while the engine is away a search is an error, events wait, and all of them are found when it is back', async () => {
    await proxy.set({ connections: 'refuse' });
    const { data, errors } = await t.execute(`{ search(query: "lamp") { totalCount } }`);
    expect(data.search).toBeNull();
    expect(errors![0]!.extensions).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
    expect(errors![0]!.message).not.toMatch(/127\.0\.0\.1|engine/);
    const delivered = Promise.all([
      tell(product(3, 'Basalt Lamp')),
      tell(product(1, 'Marble Lamp Deluxe', 2)),
    ]);
    await eventually(async () =>
      (await t.runtime.bus.groups()).some(
        (group) => group.group === 'search-index' && group.state === 'failing',
      ),
    );
    await proxy.heal();
    await delivered;
    await eventually(async () =>
      expect((await found('lamp')).nodes.map((node: any) => node.card.name).toSorted()).toEqual([
        'Basalt Lamp',
        'Granite Lamp',
        'Marble Lamp Deluxe',
      ]),
    );
    expect(await t.runtime.bus.deadLetters('search-index', { first: 5 })).toEqual([]);
  });

  test('an event that the engine never takes goes to the dead letters, and the next one is indexed', async () => {
    await t.deliver(ProductCreated, {
      key: 'prod_9',
      version: 1,
      data: { ...product(9, 'Broken Lamp'), createdAt: 'yesterday' },
    });
    await tell(product(4, 'Slate Lamp'));
    expect(await t.runtime.bus.deadLetters('search-index', { first: 5 })).toMatchObject([
      { key: 'prod_9' },
    ]);
    await eventually(async () => expect((await found('slate')).totalCount).toBe(1));
    expect((await found('broken')).totalCount).toBe(0);
  });

  test('the commands rebuild the index and prove that it equals catalog', async () => {
    const run = async (name: string) => {
      const lines: Record<string, unknown>[] = [];
      for await (const line of search
        .commands!.find((command) => command.name === name)!
        .run(t.ctx(), {}))
        lines.push(line);
      return lines.at(-1)!;
    };
    catalog.set('prod_5', product(5, 'Only In Catalog'));
    expect(await t.verify()).toEqual(['I14: prod_5 is missing in the index']);
    expect(await run('search-rebuild')).toEqual({ indexed: 5, divergent: 0, differences: [] });
    expect(await run('search-verify')).toMatchObject({ products: 5, divergent: 0 });
    expect((await found('catalog')).nodes[0].card.name).toBe('Only In Catalog');
  });
});
