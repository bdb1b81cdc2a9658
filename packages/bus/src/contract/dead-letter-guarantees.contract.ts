import { expect, test } from 'vitest';
import { PoisonMessageError } from '../event-bus.js';
import { type BusTest, message, poison, recorder } from './bus-test.contract.js';

/** Poison, its list, and its way back. */
export function deadLetterGuarantees(bus: BusTest): void {
  test('a poison message goes to the dead letters of its group alone and the rest of its key goes on', async () => {
    const sender = await bus.open();
    const picky = recorder('search-picky', poison('two'));
    const other = recorder('orders-other');
    await sender.subscribe(picky.options);
    await sender.subscribe(other.options);
    const before = Date.now();
    await sender.publish(['one', 'two', 'three'].map((body) => message('k', body)));
    await bus.eventually(() => expect(picky.handled).toEqual(['one', 'three']));
    await bus.eventually(() => expect(other.handled).toEqual(['one', 'two', 'three']));
    const [letter, ...rest] = await sender.deadLetters('search-picky', { first: 10 });
    const original = picky.attempts[1]!;
    expect(rest).toEqual([]);
    expect(letter).toMatchObject({
      group: 'search-picky',
      topic: 'product_events',
      key: 'k',
      error: 'two is poison',
      attempts: 1,
    });
    expect(letter).toMatchObject({
      headers: { id: 'two', type: 'TEST' },
      partition: original.partition,
      offset: original.offset,
    });
    expect(letter!.value).toEqual(original.value);
    expect((await sender.groups()).map((each) => each.deadLetters)).toEqual([1, 0]);
    expect(Math.abs(letter!.at.getTime() - before)).toBeLessThan(60_000);
    expect(await sender.deadLetters('orders-other', { first: 10 })).toEqual([]);
    await bus.eventually(async () =>
      expect((await sender.groups()).map((each) => [each.lag, each.state])).toEqual([
        [0, 'running'],
        [0, 'running'],
      ]),
    );
  });

  test('dead letters are listed oldest first, page by page', async () => {
    const sender = await bus.open();
    const group = recorder('search-pages', (body) => new PoisonMessageError(body));
    await sender.subscribe(group.options);
    // More than ten, whose numbers sort otherwise as text.
    const bodies = Array.from({ length: 13 }, (_, index) => `letter ${index}`);
    await sender.publish(bodies.map((body) => message('k', body)));
    await bus.eventually(async () =>
      expect(await sender.deadLetters('search-pages', { first: 20 })).toHaveLength(13),
    );
    const found: string[] = [];
    for (let after: string | undefined; ;) {
      const page = await sender.deadLetters('search-pages', {
        first: 4,
        ...(after ? { after } : {}),
      });
      if (page.length === 0) break;
      found.push(...page.map((letter) => letter.error));
      after = page.at(-1)!.id;
    }
    expect(found).toEqual(bodies);
  });

  test('replayed dead letters reach their group once more and leave the list; what fails again comes back', async () => {
    const sender = await bus.open();
    const bad = new Set(['one', 'two', 'three']);
    const group = recorder('cart-replay', (body) =>
      bad.has(body) ? new PoisonMessageError(body) : undefined,
    );
    const other = recorder('users-replay');
    await sender.subscribe(group.options);
    await sender.subscribe(other.options);
    await sender.publish(['one', 'two', 'three'].map((body) => message('k', body)));
    await bus.eventually(async () =>
      expect(await sender.deadLetters('cart-replay', { first: 10 })).toHaveLength(3),
    );
    const [one] = await sender.deadLetters('cart-replay', { first: 1 });
    bad.delete('one');
    expect(await sender.replayDeadLetters('cart-replay', [one!.id, 'no such id'])).toBe(1);
    await bus.eventually(() => expect(group.handled).toEqual(['one']));
    expect(
      (await sender.deadLetters('cart-replay', { first: 10 })).map((letter) => letter.error),
    ).toEqual(['two', 'three']);
    bad.delete('two');
    expect((await sender.groups()).map((each) => each.deadLetters)).toEqual([2, 0]);
    expect(await sender.replayDeadLetters('cart-replay')).toBe(2);
    await bus.eventually(() => expect(group.handled).toEqual(['one', 'two']));
    await bus.eventually(async () => {
      const letters = await sender.deadLetters('cart-replay', { first: 10 });
      expect(letters.map((letter) => [letter.error, letter.topic, letter.offset])).toEqual([
        ['three', 'product_events', group.attempts[2]!.offset],
      ]);
    });
    const replayed = group.attempts.find((each, index) => index > 2 && each.offset === one!.offset);
    expect(replayed).toMatchObject({
      topic: 'product_events',
      key: 'k',
      headers: { id: 'one', type: 'TEST' },
      value: one!.value,
    });
    expect(other.handled).toEqual(['one', 'two', 'three']);
  });
}
