import { subgraphCommand } from '../commands/subgraph-command.js';
import type { Shop } from '../start-shop.js';
import { KEEPS_MONEY, orderFacts, strays } from '../verify/order-facts.js';
import { nextStep } from './next-step.js';
import type { Repair, RepairReport } from './repair.js';
import { waitUntilIdle } from './wait-until-idle.js';

/** Reserve, then paid, then cancelled for want of units: no order needs more steps than this. */
const MAX_ROUNDS = 4;

const settle = subgraphCommand('orders', 'settle-order');
const publishPayment = subgraphCommand('payments', 'publish-payment');

/**
 * Orders, holds and payments tell one story again: orders decides by its own rules, catalog and
 * payments follow its events.
 */
export const settleOrders: Repair = {
  title: 'orders, holds and payments',
  async run(shop, { apply }, report) {
    for (let round = 1; round <= MAX_ROUNDS; round++) {
      const steps =
        (await settlePlaced(shop, apply, report)) + (await settleStrays(shop, apply, report));
      if (!apply || steps === 0) return;
      await waitUntilIdle(shop, report.progress);
    }
    report.unsettled('orders still change: run it again');
  },
};

/** Returns how many steps were due. */
async function settlePlaced(
  shop: Shop,
  apply: boolean,
  { found, unsettled, progress }: RepairReport,
): Promise<number> {
  let steps = 0;
  let orders = 0;
  for await (const page of orderFacts(shop)) {
    for (const facts of page) {
      const step = nextStep(facts);
      if (!step) continue;
      const { orderId, status } = facts.order;
      const what = `order ${orderId} is ${status}, its hold ${facts.hold?.status ?? 'missing'}, its payments ${facts.payments.map((p) => p.status).join(', ') || 'none'}`;
      if (step.of === 'person') {
        unsettled(step.why);
        continue;
      }
      steps++;
      if (!apply) {
        found(`${what}: ${step.of === 'orders' ? step.step : 'tell the payment again'}`);
        continue;
      }
      const run =
        step.of === 'orders'
          ? settle(shop, { orderId, step: step.step })
          : publishPayment(shop, { paymentId: step.paymentId });
      const outcome = await outcomeOf(run);
      found(`${what}: ${outcome}`);
      if (outcome.startsWith('stays')) {
        unsettled(`${what}: ${outcome}`);
        steps--;
      }
    }
    progress(`${(orders += page.length)} orders`);
  }
  return steps;
}

async function settleStrays(
  shop: Shop,
  apply: boolean,
  { found, progress }: RepairReport,
): Promise<number> {
  const about = new Map<string, string>();
  for await (const { open, rows } of strays(shop, 'payments', ({ status }) =>
    KEEPS_MONEY.has(status),
  )) {
    for (const { id, orderId, status } of open)
      about.set(orderId, `payment ${id} is ${status}, but there is no order ${orderId}`);
    progress(`${rows} payments`);
  }
  for await (const { open, rows } of strays(
    shop,
    'catalog',
    ({ status }) => status !== 'RELEASED',
  )) {
    for (const { orderId, status } of open)
      about.set(
        orderId,
        [about.get(orderId), `a hold is ${status}, but there is no order ${orderId}`]
          .filter(Boolean)
          .join('; '),
      );
    progress(`${rows} holds`);
  }
  let steps = 0;
  for (const [orderId, what] of about) {
    const outcome = apply
      ? await outcomeOf(settle(shop, { orderId, step: 'abandon' }))
      : 'units and money go back';
    if (outcome !== 'is still being placed') steps++;
    found(`${what}: ${outcome}`);
  }
  return steps;
}

async function outcomeOf(lines: AsyncGenerator<Record<string, unknown>>): Promise<string> {
  let outcome = '';
  for await (const line of lines) outcome = String(line['outcome']);
  return outcome;
}
