import { beforeAll, describe, expect, test } from 'vitest';
import { isHeard, lineage, tracedPurchase, type TracedPurchase } from './traced-purchase.js';

/** One purchase is one trace, from the browser's request to the mail. */
export function describeTrace(name: string, env: () => Record<string, string> = () => ({})): void {
  describe(`the trace of a purchase, ${name}`, () => {
    let purchase: TracedPurchase;
    beforeAll(async () => {
      purchase = await tracedPurchase(env());
    });
    const only = (wanted: (span: TracedPurchase['spans'][number]) => boolean) => {
      const found = purchase.spans.filter(wanted);
      expect(found).toHaveLength(1);
      return found[0]!;
    };
    /** The places that must be on the way, from the end to the beginning; others may be between. */
    const expectWay = (span: TracedPurchase['spans'][number], way: string[]) => {
      const names = lineage(purchase.spans, span);
      expect(names.filter((one) => way.includes(one))).toEqual(way);
    };

    test('every span hangs on another one of the trace, the first ones on the browser', () => {
      const { spans, caller } = purchase;
      const known = new Set(spans.map(({ spanId }) => spanId));
      const first = spans.filter(({ parentSpanId }) => !known.has(parentSpanId));
      expect(first.map(({ name, kind, parentSpanId }) => ({ name, kind, parentSpanId }))).toEqual(
        Array.from({ length: 3 }, () => ({
          name: 'POST /graphql',
          kind: 'server',
          parentSpanId: caller.spanId,
        })),
      );
      expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
    });

    test('placing: gateway, orders, its transaction, the call of catalog, the event, the bus, the inbox of the buyer', () => {
      const { spans } = purchase;
      const mutation = only(
        ({ attributes }) =>
          attributes['graphql.operation.name'] === 'PlaceOrder' && !attributes['emporium.subgraph'],
      );
      expect(mutation).toMatchObject({
        name: 'mutation',
        failed: false,
        attributes: { 'graphql.operation.type': 'mutation' },
      });
      const top = [
        'Mutation.orderPlace',
        'orders mutation',
        'fetch orders',
        'mutation',
        'POST /graphql',
      ];
      const reserve = only((span) => span.name === 'Mutation._stockReserve');
      expectWay(reserve, ['Mutation._stockReserve', 'catalog mutation', 'call catalog', ...top]);
      const heard = only(isHeard('ORDER_CREATED', 'notifications-inbox'));
      expect(heard).toMatchObject({
        kind: 'consumer',
        attributes: { 'emporium.subgraph': 'notifications' },
      });
      expectWay(heard, ['process order_events', 'send order_events', 'transaction', ...top]);
      const insert = spans.find(
        (span) =>
          span.name.startsWith('INSERT orders.') && lineage(spans, span).includes('transaction'),
      )!;
      expect(insert.attributes['db.query.text']).toMatch(/^insert into .*(\$1|…)/);
    });

    test('paying: the provider, the event to orders, its event to notifications, and the mail', () => {
      const charge = only((span) => span.name === 'payment charge');
      const top = [
        'Mutation.paymentCreate',
        'payments mutation',
        'fetch payments',
        'mutation',
        'POST /graphql',
      ];
      expectWay(charge, ['payment charge', ...top]);
      const mail = only((span) => span.name === 'send mail');
      expect(mail).toMatchObject({
        kind: 'client',
        failed: false,
        attributes: { 'emporium.mail.template': 'order-paid' },
      });
      const way = [
        'send mail',
        'process order_events',
        'send order_events',
        'process payment_events',
        'send payment_events',
        ...top,
      ];
      expectWay(mail, way);
    });

    test('nothing that a person has typed, no token and no parameter is in any trace', () => {
      const { bodies, secrets } = purchase;
      expect(bodies.length).toBeGreaterThan(1_000);
      // A time in nanoseconds may hold any five digits.
      const told = bodies.replaceAll(/"(?:\w+UnixNano|traceId|spanId|parentSpanId)":"\w*"/g, '');
      expect(secrets.filter((secret) => told.includes(secret))).toEqual([]);
    });
  });
}
