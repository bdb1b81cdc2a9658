import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { bucketTests } from './bucket.contract.js';
import type { KeyValueStore } from './key-value.js';

/** What an adapter's test gives to the suite; made anew for each test, on an empty store. */
export interface KeyValueHarness {
  store: KeyValueStore;
  /**
   * A second instance on the same store as another process would open it; for stores that are
   * `shared`.
   */
  another?: () => Promise<KeyValueStore>;
  /** Lets time pass for expiry, without waiting. */
  elapse(seconds: number): Promise<void>;
  dispose?(): Promise<void>;
}

/** Keys that a careless adapter mixes up, interprets or refuses. */
const oddKeys = [
  '*',
  'a\r\nFLUSHALL',
  '{tag}',
  '{tag}:x',
  'user:1',
  '%',
  'a\0b',
  'a\\0b',
  'a\\',
  '',
  ' ',
  'ключ 🙂',
  "'; drop table x",
  'k'.repeat(10_240),
];

/** The guarantees of a KeyValueStore; every adapter's test calls this. */
export function describeKeyValue(
  name: string,
  make: () => Promise<KeyValueHarness>,
  options: { shared?: boolean } = {},
): void {
  describe(`key-value store: ${name}`, () => {
    let harness: KeyValueHarness;
    let store: KeyValueStore;
    beforeEach(async () => {
      harness = await make();
      store = harness.store;
    });
    afterEach(async () => {
      await store.close();
      await harness.dispose?.();
    });

    test('what was set is read back until it is deleted', async () => {
      expect(await store.get('k')).toBeUndefined();
      await store.set('k', 'one');
      await store.set('k', 'zwei "🙂"\n\0\\0');
      expect(await store.get('k')).toBe('zwei "🙂"\n\0\\0');
      await store.set('empty', '');
      expect(await store.get('empty')).toBe('');
      await store.delete('k');
      await store.delete('never there');
      expect(await store.get('k')).toBeUndefined();
    });

    test('a feed is read from where the last reading ended, in order, and only by its own name', async () => {
      expect((await store.readFeed('feed')).entries).toEqual([]);
      for (const entry of ['one', 'zwei "🙂"\n\0', 'one']) await store.append('feed', entry, 60);
      await store.append('other\0', 'x', 60);
      const first = await store.readFeed('feed');
      expect(first.entries).toEqual(['one', 'zwei "🙂"\n\0', 'one']);
      expect(await store.readFeed('feed', first.cursor)).toEqual({
        entries: [],
        cursor: first.cursor,
      });
      await Promise.all(
        Array.from({ length: 20 }, (_none, number) => store.append('feed', `n${number}`, 60)),
      );
      const next = await store.readFeed('feed', first.cursor);
      expect((await store.readFeed('feed', next.cursor)).entries).toEqual([]);
      expect(next.entries.toSorted()).toEqual(
        Array.from({ length: 20 }, (_none, number) => `n${number}`).toSorted(),
      );
      expect((await store.readFeed('other\0')).entries).toEqual(['x']);
    });

    test('a feed forgets its entries after their time, and a time that means nothing is refused', async () => {
      await store.append('feed', 'old', 60);
      await harness.elapse(30);
      const { entries, cursor } = await store.readFeed('feed');
      expect(entries).toEqual(['old']);
      await harness.elapse(31);
      expect((await store.readFeed('feed')).entries).toEqual([]);
      expect((await store.readFeed('feed', cursor)).entries).toEqual([]);
      for (const ttl of [0, Number.NaN])
        await expect(store.append('feed', 'x', ttl)).rejects.toThrow(RangeError);
      await store.append('feed', 'new', 60);
      expect((await store.readFeed('feed', cursor)).entries).toEqual(['new']);
    });

    test('odd keys are plain keys: each has its own value and touches no other', async () => {
      await store.set('other', 'untouched');
      for (const key of oddKeys)
        expect(await store.get(key), JSON.stringify(key.slice(0, 20))).toBeUndefined();
      for (const [index, key] of oddKeys.entries()) await store.set(key, String(index));
      expect(await store.getMany(oddKeys)).toEqual(oddKeys.map((_, index) => String(index)));
      for (const key of oddKeys) await store.delete(key);
      expect(await store.getMany([...oddKeys, 'other'])).toEqual([
        ...oddKeys.map(() => undefined),
        'untouched',
      ]);
    });

    test('several values come in the order of the keys, with gaps and repetitions', async () => {
      await store.set('a', '1');
      await store.set('b', '2');
      expect(await store.getMany(['b', 'x', 'a', 'b'])).toEqual(['2', undefined, '1', '2']);
      expect(await store.getMany([])).toEqual([]);
    });

    test('a value disappears after its time, and setting it again starts or ends that time', async () => {
      await store.set('brief', 'x', 60);
      await store.set('kept', 'x', 60);
      await store.set('kept', 'y');
      await harness.elapse(30);
      expect(await store.get('brief')).toBe('x');
      await store.set('brief', 'x', 60);
      await harness.elapse(45);
      expect(await store.get('brief')).toBe('x');
      await harness.elapse(20);
      expect(await store.getMany(['brief', 'kept'])).toEqual([undefined, 'y']);
    });

    test('a time to live that means nothing is refused', async () => {
      for (const ttl of [0, -1, Number.NaN, Infinity]) {
        await expect(store.set('k', 'v', ttl)).rejects.toThrow(RangeError);
        await expect(store.setIfAbsent('k', 'v', ttl)).rejects.toThrow(RangeError);
        await expect(store.increment('k', 1, ttl)).rejects.toThrow(RangeError);
      }
      expect(await store.get('k')).toBeUndefined();
    });

    test('of many that set an absent key at once exactly one wins, and an expired key is absent', async () => {
      const won = await Promise.all(
        Array.from({ length: 20 }, (_, index) => store.setIfAbsent('lock', String(index), 60)),
      );
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await store.get('lock')).toBe(String(won.indexOf(true)));
      await harness.elapse(61);
      expect(await store.setIfAbsent('lock', 'next', 60)).toBe(true);
      expect(await store.setIfAbsent('lock', 'too late')).toBe(false);
      expect(await store.get('lock')).toBe('next');
    });

    test('parallel increments are all counted, and each sees its own result', async () => {
      const results = await Promise.all(
        Array.from({ length: 50 }, () => store.increment('hits', 2, 60)),
      );
      expect([...results].sort((a, b) => a - b)).toEqual(
        Array.from({ length: 50 }, (_, index) => (index + 1) * 2),
      );
      expect(await store.increment('hits', -100, 60)).toBe(0);
      expect(await store.get('hits')).toBe('0');
    });

    test('the time of a counter starts with its first increment and later ones do not extend it', async () => {
      await store.increment('window', 1, 60);
      await harness.elapse(40);
      expect(await store.increment('window', 1, 60)).toBe(2);
      await harness.elapse(30);
      expect(await store.increment('window', 1, 60)).toBe(1);
      await store.set('forever', '5');
      expect(await store.increment('forever', 1, 60)).toBe(6);
      await harness.elapse(61);
      expect(await store.get('forever')).toBe('6');
    });

    test('what is no counter is not incremented', async () => {
      await store.set('text', 'abc');
      await expect(store.increment('text', 1, 60)).rejects.toBeInstanceOf(Error);
      await expect(store.increment('new', 0.5, 60)).rejects.toThrow(RangeError);
      expect(await store.getMany(['text', 'new'])).toEqual(['abc', undefined]);
    });

    bucketTests(
      () => store,
      (seconds) => harness.elapse(seconds),
    );

    test('subscribers of a channel get its messages in order until they leave, whatever another subscriber throws', async () => {
      const heard: string[] = [];
      const other: string[] = [];
      const broken = await store.subscribe('news', () => {
        throw new Error('broken listener');
      });
      const leave = await store.subscribe('news', (message) => heard.push(message));
      await store.subscribe('elsewhere', (message) => other.push(message));
      for (const message of ['one', 'two 🙂', '']) await store.publish('news', message);
      await store.publish('elsewhere', 'x');
      await vi.waitFor(() => expect([heard, other]).toEqual([['one', 'two 🙂', ''], ['x']]), {
        timeout: 5_000,
      });
      await leave();
      await broken();
      await store.publish('news', 'unheard');
      await store.publish('elsewhere', 'y');
      await vi.waitFor(() => expect(other).toEqual(['x', 'y']), { timeout: 5_000 });
      expect(heard).toHaveLength(3);
    });

    // Other adapters are for one process.
    const shared = options.shared ? test : undefined;
    shared?.('another instance sees the same values and hears the same channels', async () => {
      const second = await harness.another!();
      try {
        await store.set('shared', 'v');
        expect(await second.get('shared')).toBe('v');
        const heard: string[] = [];
        await second.subscribe('news', (message) => heard.push(message));
        await store.publish('news', 'hello');
        await vi.waitFor(() => expect(heard).toEqual(['hello']), { timeout: 5_000 });
      } finally {
        await second.close();
      }
    });

    test('a store that works answers a ping', async () => {
      await expect(store.ping()).resolves.toBeUndefined();
    });
  });
}
