import { SUBGRAPH_NAMES } from '@emporium/platform/config/config';
import { caughtUp } from '@emporium/shop/seed/seed-once';
import { deploymentUrl } from '@emporium/testing/deployment-url';
import { describe, expect, test } from 'vitest';
import { BusyShop } from './restore/busy-shop.js';
import { keepTables } from './restore/keep-tables.js';
import { shopUnderTest } from './shop-under-test.js';

const texts = (lines: Record<string, unknown>[]) => lines.filter((line) => line['type'] !== 'note').map((line) => String(line['text']));

describe.skipIf(deploymentUrl() !== undefined)('npm run reconcile', () => {
  test.each(SUBGRAPH_NAMES)('after the tables of %s were set back, all invariants hold again', { timeout: 120_000 }, async (name) => {
    const shop = await shopUnderTest();
    try {
      const busy = new BusyShop(shop);
      await busy.before();
      await caughtUp(shop.shop!);
      const since = new Date().toISOString();
      const setBack = await keepTables(shop.shop!, name);
      await busy.after();
      await caughtUp(shop.shop!);
      expect(texts(await shop.command('verify')).at(-1)).toMatch(/all hold/);
      await setBack();

      const dry = texts(await shop.command('reconcile', { restored: name, since }));
      expect(dry.at(-1)).toMatch(/nothing was changed/);
      const applied = texts(await shop.command('reconcile', { apply: true, restored: name, since }));
      console.log(name, '\n', dry.join('\n'), '\n---\n', applied.join('\n'));
      expect(applied.at(-1)).toMatch(/mended/);
      const verified = await shop.command('verify').then(texts, (error: Error) => [error.message]);
      expect(verified.filter((line) => !line.startsWith('ok'))).toEqual([expect.stringMatching(/all hold/)]);
      // Nothing is left to do.
      expect(texts(await shop.command('reconcile', { apply: true })).at(-1)).toMatch(/^0 thing/);
      await busy.buys();
      await caughtUp(shop.shop!);
      expect(texts(await shop.command('verify')).at(-1)).toMatch(/all hold/);
    } finally {
      await shop.close();
    }
  });
});
