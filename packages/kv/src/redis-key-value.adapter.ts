import { Redis, type RedisOptions } from 'ioredis';
import type { KeyValueStore } from './key-value.js';
import { checkIncrement, checkTtl } from './key-value-rules.js';
import { RedisChannels } from './redis-channels.adapter.js';

/** Longest time a command may take; a shop answers "unavailable" within a second when Redis is away or hangs. */
const COMMAND_TIMEOUT_MS = 700;
/** How long the start waits for the first connection; without one it goes on, since Redis may come later. */
const FIRST_CONNECT_MS = 2_000;

export interface RedisKeyValueOptions {
  /** Put before every key and channel, so that several shops can share a server; default `emporium:`. */
  prefix?: string;
  /** Told about connection trouble, for the log. */
  onError?(error: Error): void;
}

const INCREMENT = `
local fresh = redis.call('EXISTS', KEYS[1]) == 0
local value = redis.call('INCRBY', KEYS[1], ARGV[1])
if fresh then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return value`;

// The time to live is the level: a bucket is empty when its key expires.
const POUR = `
local level = math.max(0, redis.call('PTTL', KEYS[1]))
local amount = tonumber(ARGV[1])
if amount > 0 and level > 0 and level + amount > tonumber(ARGV[2]) then return {0, level} end
local after = math.max(0, level + amount)
if after == 0 then redis.call('DEL', KEYS[1]) else redis.call('SET', KEYS[1], '1', 'PX', after) end
return {1, after}`;

/**
 * Key-value store on Redis. Every call fails within a second when Redis is away or hangs; the connections come back by themselves.
 * Resolves even when Redis cannot be reached yet.
 */
export async function openRedisKeyValue(url: string, options: RedisKeyValueOptions = {}): Promise<KeyValueStore> {
  const prefix = options.prefix ?? 'emporium:';
  const onError = (error: Error) => options.onError?.(error);
  // The defaults of ioredis hang for minutes: it queues while disconnected, retries 20 times and waits for answers without limit.
  const redis = new Redis(url, {
    ...connection,
    commandTimeout: COMMAND_TIMEOUT_MS,
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    // A command whose answer was lost may have been executed; a counter must not be raised twice.
    autoResendUnfulfilledCommands: false,
  });
  redis.on('error', onError);
  const channels = new RedisChannels(new Redis(url, { ...connection, maxRetriesPerRequest: null }), COMMAND_TIMEOUT_MS, onError);
  await firstConnection(redis);

  return {
    kind: 'redis',
    get: async (key) => (await redis.get(prefix + key)) ?? undefined,
    getMany: async (keys) => {
      if (keys.length === 0) return [];
      return (await redis.mget(keys.map((key) => prefix + key))).map((value) => value ?? undefined);
    },
    set: async (key, value, ttlSeconds) => {
      checkTtl(ttlSeconds);
      if (ttlSeconds === undefined) await redis.set(prefix + key, value);
      else await redis.set(prefix + key, value, 'PX', milliseconds(ttlSeconds));
    },
    setIfAbsent: async (key, value, ttlSeconds) => {
      checkTtl(ttlSeconds);
      const stored =
        ttlSeconds === undefined
          ? await redis.set(prefix + key, value, 'NX')
          : await redis.set(prefix + key, value, 'PX', milliseconds(ttlSeconds), 'NX');
      return stored === 'OK';
    },
    delete: async (key) => {
      await redis.del(prefix + key);
    },
    increment: async (key, by, ttlSeconds) => {
      checkTtl(ttlSeconds);
      checkIncrement(by);
      return Number(await redis.eval(INCREMENT, 1, prefix + key, by, milliseconds(ttlSeconds)));
    },
    pour: async (key, amount, capacity) => {
      checkIncrement(amount);
      const [fits, level] = (await redis.eval(POUR, 1, prefix + key, amount, capacity)) as [number, number];
      return { fits: fits === 1, level };
    },
    publish: async (channel, message) => {
      await redis.publish(prefix + channel, message);
    },
    subscribe: (channel, onMessage) => channels.subscribe(prefix + channel, onMessage),
    ping: async () => {
      await redis.ping();
    },
    close: async () => {
      redis.disconnect();
      channels.close();
    },
  };
}

const connection: RedisOptions = {
  connectTimeout: 1_000,
  retryStrategy: (times) => Math.min(2_000, 50 * 2 ** Math.min(times, 6)),
  // A connection whose other end died without a word is replaced when this passes after a command without any answer.
  socketTimeout: 3_000,
  // After a fail-over the old primary stays reachable but read-only: look for the new one.
  reconnectOnError: (error) => error.message.startsWith('READONLY'),
};

function milliseconds(ttlSeconds: number): number {
  return Math.ceil(ttlSeconds * 1_000);
}

async function firstConnection(redis: Redis): Promise<void> {
  await new Promise<void>((resolve) => {
    const limit = setTimeout(resolve, FIRST_CONNECT_MS);
    redis.once('ready', () => {
      clearTimeout(limit);
      resolve();
    });
  });
}
