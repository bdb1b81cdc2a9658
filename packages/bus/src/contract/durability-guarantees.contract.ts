import { expect, test, vi } from 'vitest';
import { type BusTest, message, recorder } from './bus-test.contract.js';

/** Restarts, crashes, late groups, rewinds. */
export function durabilityGuarantees(bus: BusTest): void {
  test('a restart continues where it stopped: nothing is lost and what was marked is not repeated', async () => {
    const first = await bus.open();
    const before = recorder('catalog-restart');
    await first.subscribe(before.options);
    await first.publish([message('k', 'one'), message('k', 'two')]);
    await bus.eventually(async () => expect((await first.groups())[0]).toMatchObject({ lag: 0 }));
    await first.close();
    const second = await bus.open();
    await second.publish([message('k', 'three')]);
    await second.close();
    const third = await bus.open();
    const after = recorder('catalog-restart');
    await third.subscribe(after.options);
    await third.publish([message('k', 'four')]);
    await bus.eventually(() => expect(after.handled).toEqual(['three', 'four']));
    expect(before.handled).toEqual(['one', 'two']);
  });

  test('a crash between the effect and its mark delivers again, from that message on, in order', async () => {
    const first = await bus.open();
    let release = () => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    const before = recorder('orders-crash', (body) => (body === 'two' ? gate : undefined));
    await first.subscribe(before.options);
    await first.publish([message('k', 'one')]);
    await bus.eventually(async () => expect((await first.groups())[0]).toMatchObject({ lag: 0 }));
    await first.publish([message('k', 'two'), message('k', 'three')]);
    await bus.eventually(() => expect(before.attempts).toHaveLength(2));
    await bus.harness.crash(first);
    release();
    await bus.eventually(() => expect(before.handled).toContain('two'));
    const second = await bus.open();
    const after = recorder('orders-crash');
    await second.subscribe(after.options);
    await bus.eventually(() => expect(after.handled).toEqual(['two', 'three']));
  });

  test('a bus that cannot reach its store rejects instead of pretending', async () => {
    const sender = await bus.open();
    await sender.ensureTopics(['product_events']);
    await sender.ping();
    await sender.publish([message('k', 'one')]);
    await bus.harness.crash(sender);
    await expect(sender.publish([message('k', 'two')])).rejects.toBeInstanceOf(Error);
    await expect(sender.ping()).rejects.toBeInstanceOf(Error);
  });

  test('a new group gets everything that is still in the log', async () => {
    const sender = await bus.open();
    await sender.ensureTopics(['product_events']);
    await sender.publish(
      Array.from({ length: 300 }, (_, index) => message(`k${index % 3}`, `k${index % 3}-${index}`)),
    );
    const late = recorder('search-late');
    await sender.subscribe(late.options);
    await sender.publish([message('k0', 'k0-300')]);
    await bus.eventually(() => expect(late.handled).toHaveLength(301));
    const numbers = late.handled
      .filter((body) => body.startsWith('k0'))
      .map((body) => Number(body.split('-')[1]));
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
  });

  test('a rewound group gets everything again, in order, and no other group does', async () => {
    const sender = await bus.open();
    const replica = recorder('orders-replica');
    const other = recorder('search-other');
    await sender.subscribe(replica.options);
    await sender.subscribe(other.options);
    await sender.publish(['one', 'two', 'three'].map((body) => message('k', body)));
    await bus.eventually(() => expect(replica.handled).toHaveLength(3));
    await bus.eventually(() => expect(other.handled).toHaveLength(3));
    expect(await sender.rewind('orders-replica')).toBe(3);
    await sender.publish([message('k', 'four')]);
    await bus.eventually(() =>
      expect(replica.handled.slice(3)).toEqual(['one', 'two', 'three', 'four']),
    );
    await bus.eventually(() => expect(other.handled).toEqual(['one', 'two', 'three', 'four']));
    await expect(sender.rewind('nobody-ever')).rejects.toThrow('nobody-ever');
  });

  test('a group that is set back to a time gets what was published since, in order, and nothing older', async () => {
    const sender = await bus.open();
    const group = recorder('orders-since');
    await sender.subscribe(group.options);
    const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
    await sender.publish(keys.map((key) => message(key, `${key}-old`)));
    await bus.eventually(() => expect(group.handled).toHaveLength(6));
    const since = await afterThisMillisecond();
    // Not every partition has news.
    await sender.publish([message('a', 'a-one'), message('a', 'a-two'), message('b', 'b-one')]);
    await bus.eventually(async () => expect((await sender.groups())[0]).toMatchObject({ lag: 0 }));
    expect(await sender.rewind('orders-since', since)).toBe(3);
    await bus.eventually(() => expect(group.handled).toHaveLength(12));
    expect(group.handled.slice(9).filter((body) => body.startsWith('a'))).toEqual([
      'a-one',
      'a-two',
    ]);
    expect(group.handled.slice(9).toSorted()).toEqual(['a-one', 'a-two', 'b-one']);
    expect(await sender.rewind('orders-since', await afterThisMillisecond())).toBe(0);
  });

  test('a group that has handled nothing yet can be set back, too', async () => {
    const sender = await bus.open();
    const group = recorder('orders-idle');
    await sender.subscribe(group.options);
    expect(await sender.rewind('orders-idle', new Date())).toBe(0);
    await sender.publish([message('k', 'one')]);
    await bus.eventually(() => expect(group.handled).toEqual(['one']));
  });

  test('setting a group back skips nothing that it has not handled yet', async () => {
    const sender = await bus.open();
    const before = recorder('orders-behind');
    const subscription = await sender.subscribe(before.options);
    await sender.publish([message('k', 'one')]);
    await bus.eventually(async () => expect((await sender.groups())[0]).toMatchObject({ lag: 0 }));
    await subscription.stop();
    await sender.publish([message('k', 'two'), message('l', 'three')]);
    expect(await sender.rewind('orders-behind', await afterThisMillisecond())).toBe(2);
    const after = recorder('orders-behind');
    await sender.subscribe(after.options);
    await bus.eventually(() => expect(after.handled.toSorted()).toEqual(['three', 'two']));
  });
}

/** A time that is later than everything so far, by the clock that messages are stamped with. */
async function afterThisMillisecond(): Promise<Date> {
  const start = Date.now();
  await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(start + 1), { interval: 1 });
  return new Date();
}
