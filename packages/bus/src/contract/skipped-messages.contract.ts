import { expect, test } from 'vitest';
import { type BusTest, message, recorder } from './bus-test.contract.js';

/** What an operator puts aside. */
export function skippedMessages(bus: BusTest): void {
  test('a message that blocks its key is put aside with the reason while the group runs elsewhere, and the rest goes on', async () => {
    const member = await bus.open();
    const operator = bus.harness.oneProcess ? member : await bus.open();
    const group = recorder('orders-blocked', (body) =>
      body === 'two' ? new Error('fails every time') : undefined,
    );
    await member.subscribe(group.options);
    await member.publish(['one', 'two', 'three'].map((body) => message('k', body)));
    const blocked = await eventuallyBlocked(bus, member);
    expect(blocked).toEqual({
      topic: 'product_events',
      partition: group.attempts[1]!.partition,
      offset: group.attempts[1]!.offset,
    });
    expect(await operator.skip('orders-blocked', blocked!, 'ticket 7, by ada')).toBe(true);
    await bus.eventually(() => expect(group.handled).toEqual(['one', 'three']));
    const [letter, ...rest] = await operator.deadLetters('orders-blocked', { first: 10 });
    expect(rest).toEqual([]);
    expect(letter).toMatchObject({
      key: 'k',
      headers: { id: 'two', type: 'TEST' },
      value: group.attempts[1]!.value,
    });
    expect(letter!.error).toContain('put aside: ticket 7, by ada');
    await bus.eventually(async () =>
      expect((await member.groups())[0]).toMatchObject({ lag: 0, state: 'running' }),
    );
    expect((await member.groups())[0]!.blockedBy).toBeUndefined();
  });

  test('a message is put aside by its event id, and a replay gives it a fair try', async () => {
    const member = await bus.open();
    let fails = true;
    const group = recorder('orders-by-id', (body) =>
      fails && body === 'two' ? new Error('fails for now') : undefined,
    );
    await member.subscribe(group.options);
    await member.publish(['one', 'two', 'three'].map((body) => message('k', body)));
    await eventuallyBlocked(bus, member);
    expect(await member.skip('orders-by-id', { id: 'two' }, 'later')).toBe(true);
    await bus.eventually(() => expect(group.handled).toEqual(['one', 'three']));
    // It fails again at first, which must not put it aside again.
    expect(await member.replayDeadLetters('orders-by-id')).toBe(1);
    const blocked = await eventuallyBlocked(bus, member);
    expect(await member.skip('orders-by-id', blocked!, 'still not')).toBe(true);
    await bus.eventually(async () =>
      expect(await member.deadLetters('orders-by-id', { first: 10 })).toHaveLength(1),
    );
    expect(await member.replayDeadLetters('orders-by-id')).toBe(1);
    fails = false;
    await bus.eventually(() => expect(group.handled).toEqual(['one', 'three', 'two']));
    expect(await member.deadLetters('orders-by-id', { first: 10 })).toEqual([]);
  });

  test('what the group has handled cannot be put aside', async () => {
    const member = await bus.open();
    const group = recorder('orders-past');
    await member.subscribe(group.options);
    await member.publish([message('k', 'one')]);
    await bus.eventually(async () => {
      expect(group.handled).toEqual(['one']);
      expect((await member.groups())[0]).toMatchObject({ lag: 0 });
    });
    const { topic, partition, offset } = group.attempts[0]!;
    expect(await member.skip('orders-past', { topic, partition, offset }, 'too late')).toBe(false);
    expect(await member.deadLetters('orders-past', { first: 10 })).toEqual([]);
  });
}

async function eventuallyBlocked(bus: BusTest, member: Awaited<ReturnType<BusTest['open']>>) {
  let blocked: Awaited<ReturnType<typeof member.groups>>[number]['blockedBy'];
  await bus.eventually(async () => {
    blocked = (await member.groups())[0]?.blockedBy;
    expect(blocked).toBeDefined();
  });
  return blocked;
}
