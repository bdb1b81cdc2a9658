// First, because it loads reflect-metadata, which the decorators of the others need.
import { startCatalog, type TestCatalog } from '../catalog.fixture.js';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTransaction } from '@emporium/platform/in-transaction';
import { confirmReservation, releaseReservation } from '../reservation/settle-reservation.js';

let t: TestCatalog;
beforeAll(async () => {
  t = await startCatalog();
});
afterAll(() => t.close());

type Step =
  | { do: 'adjust'; change: number }
  | { do: 'reserve'; quantity: number }
  | { do: 'pay' | 'cancel'; order: number };
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('adjust' as const),
    change: fc.integer({ min: -6, max: 6 }).filter((change) => change !== 0),
  }),
  fc.record({ do: fc.constant('reserve' as const), quantity: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ do: fc.constantFrom('pay' as const, 'cancel' as const), order: fc.nat({ max: 7 }) }),
);

interface Model {
  onHand: number;
  reserved: number;
  orders: { id: string; quantity: number; state: 'HELD' | 'PAID' | 'ENDED' }[];
}

/** What stock should be after a step, said as simply as possible. */
function expectStep(model: Model, next: Step): boolean {
  if (next.do === 'adjust') {
    const possible = model.onHand + next.change >= model.reserved;
    if (possible) model.onHand += next.change;
    return possible;
  }
  if (next.do === 'reserve') {
    const possible = model.onHand - model.reserved >= next.quantity;
    if (possible) model.reserved += next.quantity;
    return possible;
  }
  const order = model.orders[next.order];
  if (order?.state === 'HELD') {
    model.reserved -= order.quantity;
    if (next.do === 'pay') model.onHand -= order.quantity;
    order.state = next.do === 'pay' ? 'PAID' : 'ENDED';
  } else if (order?.state === 'PAID' && next.do === 'cancel') {
    model.onHand += order.quantity;
    order.state = 'ENDED';
  }
  return true;
}

/** What the consumers do, without the bus in between: the laws are about stock. */
async function settle(how: 'pay' | 'cancel', orderId: string): Promise<void> {
  const ctx = t.running.systemCtx();
  await inTransaction<unknown>(ctx, () =>
    how === 'pay' ? confirmReservation(ctx, orderId) : releaseReservation(ctx, orderId),
  );
}

test('after any sequence of adjustments, holds, payments and cancellations, stock and ledger are what they should be', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 10 }),
      fc.array(step, { minLength: 1, maxLength: 14 }),
      async (initial, steps) => {
        run++;
        const { variantId } = await t.stocked(initial);
        const model: Model = { onHand: initial, reserved: 0, orders: [] };
        for (const [index, next] of steps.entries()) {
          const possible = expectStep(model, next);
          const id = `ord_law_${run}_${index}`;
          let userErrors: unknown[] = [];
          if (next.do === 'adjust') ({ userErrors } = await t.adjust(variantId, next.change));
          else if (next.do === 'reserve') {
            ({ userErrors } = await t.reserve(id, [{ variantId, quantity: next.quantity }]));
            if (possible) model.orders.push({ id, quantity: next.quantity, state: 'HELD' });
          } else if (model.orders[next.order]) await settle(next.do, model.orders[next.order]!.id);
          expect(userErrors.length === 0).toBe(possible);
          const { onHand, reserved } = await t.stock(variantId);
          expect({ onHand, reserved }).toEqual({ onHand: model.onHand, reserved: model.reserved });
        }
      },
    ),
    { numRuns: 12 },
  );
  expect(await t.verify()).toEqual([]);
}, 120_000);
