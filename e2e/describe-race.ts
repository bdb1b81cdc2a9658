import { eventually } from '@emporium/testing/eventually';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  cancel,
  ledger,
  order,
  prize,
  shopper,
  watched,
  type Outcome,
  type Prize,
  type Shopper,
} from './race.js';
import { shopUnderTest, type ShopUnderTest } from './shop-under-test.js';

const SHOPPERS = 100;
const UNITS = 20;
const TIMEOUT_MS = 120_000;

/**
 * A sale with far more shoppers than units; the same on every database. `env` = configuration of
 * the shop.
 */
export function describeRace(name: string, env: Record<string, string> = {}): void {
  describe(`race, ${name}`, () => {
    let shop: ShopUnderTest;
    beforeAll(async () => {
      shop = await shopUnderTest(env);
    });
    afterAll(() => shop?.close());

    /** Every fourth shopper clicks twice. */
    const crowd = (wanted: Prize, size: number) =>
      Promise.all(
        Array.from({ length: size }, (_, i) => shopper(shop, wanted, i % 4 === 0 ? 2 : 1)),
      );
    const winnersOf = (shoppers: Shopper[], outcomes: Outcome[]) =>
      shoppers.flatMap((who, i) =>
        outcomes[i]!.orderId ? [{ who, orderId: outcomes[i]!.orderId! }] : [],
      );

    test(
      `${SHOPPERS} parallel shoppers get the ${UNITS} units, the others are told that there are no more`,
      async () => {
        const wanted = await prize(shop, UNITS);
        const admin = await shop.admin();
        const shoppers = await crowd(wanted, SHOPPERS);
        const {
          result: outcomes,
          looks,
          wrong,
        } = await watched(admin, wanted, () => Promise.all(shoppers.map(order)));
        expect(wrong).toEqual([]);
        expect(looks).toBeGreaterThan(0);
        expect(new Set(winnersOf(shoppers, outcomes).map(({ orderId }) => orderId)).size).toBe(
          UNITS,
        );
        expect(outcomes.filter(({ orderId }) => !orderId)).toEqual(
          Array.from({ length: SHOPPERS - UNITS }, () => ({ codes: ['INSUFFICIENT_STOCK'] })),
        );
        expect(await ledger(admin, wanted)).toEqual({
          onHand: UNITS,
          reserved: UNITS,
          available: 0,
          change: UNITS,
          reservedChange: UNITS,
        });
      },
      TIMEOUT_MS,
    );

    test(
      'units of orders that are cancelled in the rush are sold again, and none twice',
      async () => {
        const wanted = await prize(shop, UNITS);
        const admin = await shop.admin();
        const shoppers = await crowd(wanted, SHOPPERS / 2);
        let cancelled = 0;
        const changeMind = async (who: Shopper, i: number): Promise<Outcome> => {
          const outcome = await order(who);
          if (!outcome.orderId || i % 3 > 0) return outcome;
          await cancel(who, outcome.orderId);
          cancelled++;
          return { codes: ['CANCELLED'] };
        };
        const rush = await watched(admin, wanted, () => Promise.all(shoppers.map(changeMind)));
        expect(rush.wrong).toEqual([]);
        expect(cancelled).toBeGreaterThan(0);
        const kept = winnersOf(shoppers, rush.result).length;
        const open = UNITS - kept;
        await eventually(async () =>
          expect(await ledger(admin, wanted)).toEqual({
            onHand: UNITS,
            reserved: kept,
            available: open,
            change: UNITS,
            reservedChange: kept,
          }),
        );

        // Whoever comes now gets what came back.
        const late = await Promise.all(
          Array.from({ length: open + 5 }, () => shopper(shop, wanted, 1)),
        );
        const second = await watched(admin, wanted, () => Promise.all(late.map(order)));
        expect(second.wrong).toEqual([]);
        expect(winnersOf(late, second.result)).toHaveLength(open);
        expect(await ledger(admin, wanted)).toMatchObject({
          onHand: UNITS,
          reserved: UNITS,
          available: 0,
        });
      },
      TIMEOUT_MS,
    );

    test(
      'the invariants hold afterwards',
      async (context) => {
        if (!shop.shop) return context.skip('npm run verify checks a deployment');
        await eventually(async () => {
          const lines = await shop.command('verify');
          expect(lines.filter((line) => String(line['text']).startsWith('FAIL'))).toEqual([]);
          expect(lines.at(-1)).toMatchObject({ type: 'result' });
        });
      },
      TIMEOUT_MS,
    );
  });
}
