import { sqlRun } from '@emporium/db/sql';
import { runCommand } from '@emporium/shop/commands/run-command';
import { caughtUp } from '@emporium/shop/seed/seed-once';
import { deploymentUrl } from '@emporium/testing/deployment-url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SUBGRAPH_NAMES } from '../scripts/schema/subgraph-names.js';
import { BusyShop } from './restore/busy-shop.js';
import { keepTables } from './restore/keep-tables.js';
import { shopUnderTest, type ShopUnderTest } from './shop-under-test.js';

describe.skipIf(deploymentUrl() !== undefined)('npm run reconcile', { timeout: 300_000 }, () => {
  let shop: ShopUnderTest;
  beforeAll(async () => {
    // The machine may be busy with other tests.
    shop = await shopUnderTest({ LIMIT_SUBGRAPH_TIMEOUT_MS: '20000' });
  }, 120_000);
  afterAll(() => shop?.close());

  /** Lines of verify that are not fine. */
  const violations = async () =>
    (await run('verify')).filter((line) => !/^(ok|note) |all hold$/.test(line));

  /** All lines of a command, and why it failed if it did. */
  async function run(name: string, args: Record<string, unknown> = {}): Promise<string[]> {
    const lines: string[] = [];
    try {
      for await (const line of runCommand(shop.shop!, name, args))
        if (line['type'] !== 'note') lines.push(String(line['text']));
    } catch (error) {
      lines.push(`failed: ${(error as Error).message}`);
    }
    return lines;
  }

  test.each(SUBGRAPH_NAMES)(
    'after the tables of %s were set back, all invariants hold again',
    async (name) => {
      const busy = new BusyShop(shop);
      await busy.before();
      await caughtUp(shop.shop!);
      const since = new Date().toISOString();
      const setBack = await keepTables(shop.shop!, name);
      await busy.after();
      await caughtUp(shop.shop!);
      await setBack();

      const dry = await run('reconcile', { restored: name, since });
      expect(dry.at(-1)).toMatch(/nothing was changed/);
      const applied = await run('reconcile', { apply: true, restored: name, since });
      expect(applied.at(-1)).toMatch(/mended/);
      expect(await violations()).toEqual([]);
      // Nothing is left to do, and the shop sells.
      expect((await run('reconcile', { apply: true })).at(-1)).toMatch(/^0 thing/);
      await busy.buys();
      await caughtUp(shop.shop!);
      expect(await violations()).toEqual([]);
    },
  );

  test('who has ordered, where cart has never heard of it, is learned from orders', async () => {
    await new BusyShop(shop).before();
    await caughtUp(shop.shop!);
    const cart = shop.shop!.subgraphs.find(({ name }) => name === 'cart')!.database.fork();
    expect(await sqlRun(cart, 'delete from cart.customer_order')).toBeGreaterThan(0);
    expect((await violations()).join()).toMatch(/counts for usr_\S+, in cart for nobody/);
    expect((await run('reconcile', { apply: true })).join()).toMatch(/MENDED +who has ordered/);
    expect(await violations()).toEqual([]);
  });
});
