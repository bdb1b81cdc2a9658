import { pino } from 'pino';
import { eventually } from '@emporium/testing/eventually';
import { otlpReceiver, type ReceivedSpan } from '@emporium/testing/otlp-receiver';
import { startTracing } from '@emporium/telemetry/start-tracing';
import { Client } from './client.js';
import { oceanBlueShirt } from './ocean-blue-shirt.js';
import * as q from './purchase.js';
import { shopUnderTest } from './shop-under-test.js';

/** What a browser sends whose own work has a trace. */
const CALLER = { traceId: 'c0ffee'.padEnd(32, '1'), spanId: 'b0b'.padEnd(16, '2') };

/** A client that says with each request that it is a part of one trace. */
class TracedClient extends Client {
  override credentials(): Record<string, string> {
    return { ...super.credentials(), traceparent: `00-${CALLER.traceId}-${CALLER.spanId}-01` };
  }
}

/** The trace of one purchase as a receiver of OTLP has it. */
export interface TracedPurchase {
  caller: typeof CALLER;
  /** Spans of the purchase; those of the preparations are left out. */
  spans: ReceivedSpan[];
  /** All bodies that were sent, also those of the preparations. */
  bodies: string;
  /** What the buyer has typed, and what nobody should find in a trace. */
  secrets: string[];
}

/**
 * Buys and pays once in a shop in this process, with tracing on, until the mail is out. Returns its
 * one trace.
 */
export async function tracedPurchase(env: Record<string, string> = {}): Promise<TracedPurchase> {
  const receiver = await otlpReceiver();
  const options = {
    endpoint: receiver.endpoint,
    sampler: 'parentbased_always_on',
    ratio: 1,
    resource: {},
  } as const;
  const tracing = await startTracing(options, 'shop', pino({ level: 'silent' }));
  const shop = await shopUnderTest(env);
  try {
    const { variantId } = await oceanBlueShirt(shop);
    const admin = await shop.admin();
    await admin.get(q.STOCK_ADJUST, { id: variantId, change: 5, key: q.unique('stock') });
    const buyer = new TracedClient(shop.url);
    const token = (await shop.customer()).token!;
    buyer.token = token;
    const named = (operation: string, name: string) =>
      operation.replace(/^(query|mutation)/, `$1 ${name}`);
    const { cartLinesAdd } = await buyer.get(named(q.CART_ADD, 'AddToCart'), {
      lines: [{ variantId, quantity: 1 }],
    });
    const { cart } = cartLinesAdd;
    const input = {
      shippingAddress: q.ADDRESS,
      shippingMethodId: q.freeDelivery(cart),
      expectedTotal: cart.cost.total,
    };
    const { orderPlace } = await buyer.get(named(q.ORDER_PLACE, 'PlaceOrder'), {
      input,
      key: q.unique('order'),
    });
    const { id } = orderPlace.order;
    const { paymentCreate } = await buyer.get(named(q.PAY, 'Pay'), {
      id,
      method: 'tok_ok',
      key: q.unique('pay'),
    });
    if (paymentCreate.userErrors.length)
      throw new Error(`not paid: ${JSON.stringify(paymentCreate.userErrors)}`);
    const notifications = shop.shop!.subgraphs.find(({ name }) => name === 'notifications')!;
    const spans = await eventually(async () => {
      await notifications.runJob('send-mail');
      await tracing.flush();
      const found = receiver.spans.filter(({ traceId }) => traceId === CALLER.traceId);
      if (!found.some(({ name }) => name === 'send mail'))
        throw new Error(`no mail among ${found.length} spans`);
      if (!found.some(isHeard('ORDER_CREATED', 'notifications-inbox')))
        throw new Error('the placing is not heard yet');
      return found;
    });
    const secrets = [
      'customer@emporium.test',
      q.ADDRESS.name,
      q.ADDRESS.line1,
      q.ADDRESS.postalCode,
      token,
      'tok_ok',
      'emporium-demo',
    ];
    return { caller: CALLER, spans, bodies: receiver.bodies.join('\n'), secrets };
  } finally {
    await shop.close();
    await tracing.stop();
    await receiver.close();
  }
}

/** Whether a span is the handling of such an event by the group. */
export const isHeard =
  (type: string, group: string) =>
  ({ attributes }: ReceivedSpan): boolean =>
    attributes['cloudevents.event_type'] === type &&
    attributes['messaging.consumer.group.name'] === group;

/** Names of a span and of what caused it, up to the first one of the shop. */
export function lineage(spans: readonly ReceivedSpan[], span: ReceivedSpan): string[] {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
  return [span.name, ...(parent ? lineage(spans, parent) : [])];
}
