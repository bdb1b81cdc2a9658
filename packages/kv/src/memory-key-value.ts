import type { KeyValueStore } from './key-value.js';
import { addToCounter, checkIncrement, checkTtl, fitsInto } from './key-value-rules.js';
import { localChannels } from './local-channels.js';

interface Entry {
  value: string;
  /** Unix milliseconds; undefined = never. */
  expiresAt?: number;
}

/** Entries are looked over for expired ones after this many writes. */
const SWEEP_EVERY = 1_000;

/** Key-value store in this process; gone with it. */
export function openMemoryKeyValue(now: () => number = Date.now): KeyValueStore {
  const entries = new Map<string, Entry>();
  const channels = localChannels();
  const feeds = new Map<string, { number: number; entry: string; expiresAt: number }[]>();
  let appended = 0;
  let writes = 0;

  const read = (key: string): Entry | undefined => {
    const entry = entries.get(key);
    if (entry?.expiresAt !== undefined && entry.expiresAt <= now()) {
      entries.delete(key);
      return undefined;
    }
    return entry;
  };
  const write = (key: string, value: string, ttlSeconds?: number) => {
    checkTtl(ttlSeconds);
    entries.set(
      key,
      ttlSeconds === undefined ? { value } : { value, expiresAt: now() + ttlSeconds * 1_000 },
    );
    if (++writes % SWEEP_EVERY === 0) for (const candidate of entries.keys()) read(candidate);
  };

  return {
    kind: 'memory',
    get: async (key) => read(key)?.value,
    getMany: async (keys) => keys.map((key) => read(key)?.value),
    set: async (key, value, ttlSeconds) => write(key, value, ttlSeconds),
    setIfAbsent: async (key, value, ttlSeconds) => {
      if (read(key)) return false;
      write(key, value, ttlSeconds);
      return true;
    },
    delete: async (key) => {
      entries.delete(key);
    },
    increment: async (key, by, ttlSeconds) => {
      const entry = read(key);
      const next = addToCounter(entry?.value ?? '0', by);
      if (entry) entry.value = String(next);
      else write(key, String(next), ttlSeconds);
      return next;
    },
    addToBucket: async (key, amount, capacity) => {
      checkIncrement(amount);
      const level = Math.max(0, Number(read(key)?.value ?? 0) - now());
      if (!fitsInto(level, amount, capacity)) return { fits: false, level };
      const after = Math.max(0, level + amount);
      if (after === 0) entries.delete(key);
      else write(key, String(now() + after), after / 1_000);
      return { fits: true, level: after };
    },
    append: async (feed, entry, keepSeconds) => {
      checkTtl(keepSeconds);
      const kept = (feeds.get(feed) ?? []).filter(({ expiresAt }) => expiresAt > now());
      feeds.set(feed, [
        ...kept,
        { number: ++appended, entry, expiresAt: now() + keepSeconds * 1_000 },
      ]);
    },
    readFeed: async (feed, cursor = '0') => {
      const after = (feeds.get(feed) ?? []).filter(
        ({ number, expiresAt }) => number > Number(cursor) && expiresAt > now(),
      );
      return {
        entries: after.map(({ entry }) => entry),
        cursor: String(after.at(-1)?.number ?? cursor),
      };
    },
    ...channels,
    ping: async () => undefined,
    close: async () => {
      entries.clear();
      feeds.clear();
    },
  };
}
