import { expect, test } from 'vitest';
import { type BusTest, message, recorder } from './bus-test.contract.js';

/** Order, fan-out, isolation of failures, lag. */
export function deliveryGuarantees(bus: BusTest): void {
  test('messages of one key are handled in the order sent, in every group', async () => {
    const sender = await bus.open();
    const slow = recorder('catalog-order', async () => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 3));
    });
    const fast = recorder('search-order');
    await sender.subscribe(slow.options);
    await sender.subscribe(fast.options);
    const keys = ['a', 'b', 'c', 'd', 'e'];
    for (let round = 0; round < 8; round++) {
      await sender.publish(
        keys.flatMap((key) =>
          [1, 2, 3, 4, 5].map((step) => message(key, `${key}${round * 5 + step}`)),
        ),
      );
    }
    for (const { handled } of [slow, fast]) {
      await bus.eventually(() => expect(handled).toHaveLength(200));
      for (const key of keys) {
        expect(handled.filter((body) => body.startsWith(key))).toEqual(
          Array.from({ length: 40 }, (_, index) => `${key}${index + 1}`),
        );
      }
    }
  });

  test('a message keeps its key, bytes, headers and topic', async () => {
    const sender = await bus.open();
    const group = recorder('catalog-bytes');
    await sender.subscribe(group.options);
    const sent = {
      ...message('ключ "1"', 'Grüße 🙂'),
      headers: { traceparent: '00-aa', note: 'ü "x" \u0001' },
    };
    await sender.publish([sent]);
    await bus.eventually(() => expect(group.handled).toHaveLength(1));
    const { value, ...rest } = group.attempts[0]!;
    expect(value!.toString()).toBe(sent.value);
    expect(rest).toMatchObject({
      topic: sent.topic,
      key: sent.key,
      headers: sent.headers,
      attempt: 1,
    });
  });

  test('a group gets only the topics it asked for', async () => {
    const sender = await bus.open();
    const orders = recorder('notifications-orders');
    await sender.subscribe({ ...orders.options, topics: ['order_events', 'payment_events'] });
    await sender.publish([
      message('p', 'p1'),
      message('o', 'o1', 'order_events'),
      message('o', 'o2', 'payment_events'),
    ]);
    await bus.eventually(() => expect([...orders.handled].sort()).toEqual(['o1', 'o2']));
    await bus.eventually(async () => expect((await sender.groups())[0]).toMatchObject({ lag: 0 }));
    expect(orders.handled).toHaveLength(2);
  });

  test('a failing key waits and is retried until it works, while other keys and other groups go on', async () => {
    const sender = await bus.open();
    const [bad, good] = bus.harness.apart;
    let broken = true;
    // A TypeError, since some Kafka clients never retry one.
    const failing = recorder('search-failing', (body) =>
      broken && body === 'bad1' ? new TypeError('store is down') : undefined,
    );
    const healthy = recorder('orders-healthy');
    await sender.subscribe(failing.options);
    await sender.subscribe(healthy.options);
    await sender.publish([
      message(bad, 'bad1'),
      message(bad, 'bad2'),
      message(good, 'good1'),
      message(good, 'good2'),
    ]);
    await bus.eventually(() => expect(failing.handled).toEqual(['good1', 'good2']));
    await bus.eventually(() => expect(healthy.handled).toHaveLength(4));
    await bus.eventually(() => expect(failing.attempts.map((each) => each.attempt)).toContain(3));
    await bus.eventually(async () => {
      const states = await sender.groups();
      expect(states.find((each) => each.group === 'search-failing')).toMatchObject({
        lag: 2,
        state: 'failing',
        lastError: 'store is down',
        oldestSeconds: expect.any(Number),
        blockedBy: {
          topic: 'product_events',
          offset: failing.attempts.find((each) => each.key === bad)!.offset,
        },
      });
      expect(states.find((each) => each.group === 'orders-healthy')).toMatchObject({
        group: 'orders-healthy',
        lag: 0,
        oldestSeconds: 0,
        state: 'running',
      });
    });
    await sender.publish([message(bad, 'bad3'), message(good, 'good3')]);
    await bus.eventually(() => expect(failing.handled).toEqual(['good1', 'good2', 'good3']));
    broken = false;
    await bus.eventually(() =>
      expect(failing.handled.filter((body) => body.startsWith('bad'))).toEqual([
        'bad1',
        'bad2',
        'bad3',
      ]),
    );
    await bus.eventually(async () => {
      expect((await sender.groups()).find((each) => each.group === 'search-failing')).toMatchObject(
        {
          group: 'search-failing',
          lag: 0,
          oldestSeconds: 0,
          state: 'running',
        },
      );
    });
    expect(await sender.deadLetters('search-failing', { first: 10 })).toEqual([]);
  });

  test('a message sent twice is delivered twice, in order: the bus never drops what looks like a duplicate', async () => {
    const sender = await bus.open();
    const group = recorder('cart-duplicates');
    await sender.subscribe(group.options);
    for (const body of ['one', 'one', 'two', 'one']) await sender.publish([message('k', body)]);
    await bus.eventually(() => expect(group.handled).toEqual(['one', 'one', 'two', 'one']));
  });

  test('a message that is too large is refused for good and the others of the call are accepted', async () => {
    const sender = await bus.open();
    const group = recorder('media-large');
    await sender.subscribe(group.options);
    const results = await sender.publish([
      message('k', 'before'),
      message('k', 'x'.repeat(1_100_000)),
      message('k', 'after'),
    ]);
    expect(results.map((result) => result.ok)).toEqual([true, false, true]);
    expect(results[1]).toMatchObject({ permanent: true, error: expect.any(String) as string });
    await bus.eventually(() => expect(group.handled).toEqual(['before', 'after']));
    expect(await sender.publish([])).toEqual([]);
  });

  test('many messages that are large only together are all accepted', async () => {
    const sender = await bus.open();
    const group = recorder('media-many');
    await sender.subscribe(group.options);
    const results = await sender.publish(
      Array.from({ length: 6 }, (_, index) => message('k', `${index}${'y'.repeat(400_000)}`)),
    );
    expect(results.every((result) => result.ok)).toBe(true);
    await bus.eventually(() =>
      expect(group.handled.map((body) => body[0])).toEqual(['0', '1', '2', '3', '4', '5']),
    );
  });

  test('stopping waits for the handler in flight and takes nothing more', async () => {
    const sender = await bus.open();
    let release = () => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    const group = recorder('users-stop', () => gate);
    const subscription = await sender.subscribe(group.options);
    await sender.publish([message('k', 'first'), message('k', 'second')]);
    await bus.eventually(() => expect(group.attempts).toHaveLength(1));
    const stopped = subscription.stop();
    release();
    await stopped;
    expect(group.handled).toEqual(['first']);
    expect(await sender.groups()).toEqual([]);
  });
}
