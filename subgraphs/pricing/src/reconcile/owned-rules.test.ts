// First, because it loads reflect-metadata, which the decorators of the others need.
import { startPricing, type TestPricing } from '../pricing.fixture.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ownedRules } from './owned-rules.js';

let t: TestPricing;
beforeAll(async () => {
  t = await startPricing();
});
afterAll(() => t.close());

test('after a restore rules are told again, or ended, above the versions that copies know', async () => {
  const area = { countries: ['DE'] };
  const { taxZone } = await t.save('taxZoneCreate', { name: 'Germany', area, rates: [] });
  const { id } = taxZone;
  const ctx = t.running.systemCtx();
  await ownedRules.publishAgain(ctx, new Map([[id, 5]]));
  expect(await ownedRules.find(ctx, [id])).toEqual([{ id, version: 6 }]);
  expect((await t.told(id)).at(-1)).toMatchObject({ version: 6, rule: { name: 'Germany' } });
  expect(
    await ownedRules.endAgain(
      ctx,
      new Map([
        [id, 9],
        ['taxz_never', 1],
      ]),
    ),
  ).toEqual(['taxz_never']);
  expect((await t.told(id)).at(-1)).toMatchObject({ version: 10, isDeleted: true });
  expect(await ownedRules.page(ctx, '', 10)).toEqual([]);
  expect(await t.verify()).toEqual([]);
});
