import { readFileSync } from 'node:fs';
import { countQueries } from '@emporium/testing/query-counter';
import { deploymentUrl } from '@emporium/testing/deployment-url';
import { eventually } from '@emporium/testing/eventually';
import { drawProduct } from '@emporium/shop/seed/draw-product';
import { DEMO_LINES } from '@emporium/shop/seed/demo-shop';
import { demoUsers } from '@emporium/shop/seed/demo-users';
import { seedCatalog } from '@emporium/shop/seed/seed-catalog';
import { seedPricing } from '@emporium/shop/seed/seed-pricing';
import { seedOrders } from '@emporium/shop/seed/seed-orders';
import { caughtUp } from '@emporium/shop/seed/seed-once';
import type { Shop } from '@emporium/shop/start-shop';
import { buildSchema, parse, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fillIn, readExamples, type Example } from './read-example.js';
import { subscribe } from './purchase.js';
import { shopUnderTest, type ShopUnderTest } from './shop-under-test.js';

const examples = readExamples();
const WATCH = '14-watch-order';
const UPLOAD = '23-admin-upload';

/**
 * What an example may cost: planned fetches of the gateway (exactly), SQL statements in catalog (at
 * most).
 */
const BUDGETS: Record<string, { fetches: number; catalogStatements?: number }> = {
  '01-browse': { fetches: 2, catalogStatements: 3 },
  '02-categories': { fetches: 1 },
  '03-search': { fetches: 1, catalogStatements: 0 },
  '04-search-filtered': { fetches: 1, catalogStatements: 0 },
  '05-search-live': { fetches: 3, catalogStatements: 3 },
  '06-suggest': { fetches: 3 },
  '07-product-page': { fetches: 4, catalogStatements: 8 },
  '08-guest-cart': { fetches: 1 },
  // Variants, stock, products, and the categories that promotions look at.
  '10-cart-page': { fetches: 1, catalogStatements: 4 },
  '13-order-place': { fetches: 2 },
  '17-my-account': { fetches: 5 },
  '19-admin-products': { fetches: 2 },
};

test('every example fits the public schema', () => {
  const schema = buildSchema(
    readFileSync(new URL('../schema/api.graphql', import.meta.url), 'utf8'),
    { assumeValidSDL: true },
  );
  for (const { name, query } of examples)
    expect({ name, errors: validate(schema, parse(query)).map((error) => error.message) }).toEqual({
      name,
      errors: [],
    });
});

describe('examples', () => {
  if (deploymentUrl()) {
    test('in a seeded shop', (context) =>
      context.skip('E2E_URL is set: fetches and statements are counted inside the process'));
    return;
  }
  let under: ShopUnderTest;
  beforeAll(async () => {
    under = await shopUnderTest();
    await seedSome(under.shop!);
  });
  afterAll(() => under?.close());

  const catalog = () =>
    under.shop!.subgraphs.find((subgraph) => subgraph.name === 'catalog')!.database;
  const fetchesSoFar = async () => {
    const { values } = await under
      .shop!.gateway!.metrics.getSingleMetric('gateway_subgraph_fetch_seconds')!
      .get();
    return values
      .filter((value) => String((value as { metricName?: string }).metricName).endsWith('_count'))
      .reduce((sum, value) => sum + value.value, 0);
  };
  /**
   * Runs an operation and counts what it caused; the least of three runs of a query, because jobs
   * and caches also send statements.
   */
  async function counted<T>(runs: number, work: () => Promise<T>) {
    const results: { result: T; fetches: number; statements: string[] }[] = [];
    for (let run = 0; run < runs; run++) {
      const before = await fetchesSoFar();
      const { result, statements } = await countQueries([catalog()], work);
      results.push({ result, statements, fetches: (await fetchesSoFar()) - before });
    }
    return results.toSorted((a, b) => a.statements.length - b.statements.length)[0]!;
  }
  const expectBudget = (
    { name }: Example,
    { fetches, statements }: { fetches: number; statements: string[] },
  ) => {
    const budget = BUDGETS[name];
    if (!budget) return;
    expect.soft({ name, fetches }).toEqual({ name, fetches: budget.fetches });
    const most = budget.catalogStatements ?? Infinity;
    expect
      .soft(
        statements.length,
        `${name}: ${statements.length} statements in catalog\n${statements.join('\n')}`,
      )
      .toBeLessThanOrEqual(most);
  };

  test('run one after the other without an error, within their budgets', async () => {
    const client = under.client();
    const answers = new Map<string, unknown>();
    let heard: Awaited<ReturnType<typeof subscribe>> | undefined;
    for (const example of examples) {
      const { name, query } = example;
      const variables = fillIn(example.variables, answers) as Record<string, unknown>;
      if (name === WATCH) {
        heard = await subscribe(client, query);
        continue;
      }
      if (name === UPLOAD) {
        const { data } = await client.upload(
          query,
          new Blob([new Uint8Array(await drawProduct('mug', 200))], { type: 'image/png' }),
          'mug.png',
          variables,
        );
        answers.set(name, data);
        continue;
      }
      const isQuery = query.includes('\nquery ') || query.startsWith('query ');
      const { result, ...costs } = await counted(isQuery ? 3 : 1, () =>
        client.send(query, variables),
      );
      expect({ name, errors: result.errors }).toEqual({ name, errors: undefined });
      expectComplete(name, result.data);
      expectBudget(example, costs);
      answers.set(name, result.data);
      client.token = result.data.userLogin?.accessToken ?? client.token;
    }
    expect(answers.get(UPLOAD)).toMatchObject({
      mediaUpload: { asset: { mimeType: 'image/png' }, userErrors: [] },
    });
    const orderId = (answers.get('13-order-place') as { orderPlace: { order: { id: string } } })
      .orderPlace.order.id;
    await eventually(() =>
      expect(heard!.events).toContainEqual({
        notificationReceived: expect.objectContaining({
          kind: 'ORDER_PAID',
          order: expect.objectContaining({ id: orderId }),
        }),
      }),
    );
    heard!.stop();
  });
});

/**
 * An example that shows nothing teaches nothing: each root field has a value, each list an item, no
 * mutation a userError.
 */
function expectComplete(name: string, data: Record<string, unknown>): void {
  for (const [field, value] of Object.entries(data)) {
    expect.soft(value, `${name}: ${field}`).not.toBeNull();
    const { userErrors, nodes } = value as { userErrors?: unknown[]; nodes?: unknown[] };
    expect.soft({ name, userErrors }).toEqual({ name, userErrors: userErrors && [] });
    expect.soft(nodes?.length, `${name}: ${field}`).not.toBe(0);
  }
}

/**
 * The demo shop with a third of its products: each costs a picture, and a page of 20 is all the
 * examples show.
 */
async function seedSome(shop: Shop): Promise<void> {
  const lines = DEMO_LINES.filter((line) =>
    ['t-shirts', 'bags', 'kitchen'].includes(line.category),
  ).map((line) => ({
    ...line,
    names: line.names.slice(0, 7),
  }));
  const { admin, customer } = await demoUsers(shop);
  await seedCatalog(shop, admin, lines);
  await seedPricing(shop, admin);
  await caughtUp(shop);
  await seedOrders(shop, customer, admin);
  await caughtUp(shop);
}
