import { KeyValueUnavailableError, type KeyValueStore } from './key-value.js';
import { checkIncrement, checkTtl } from './key-value-rules.js';
import { COMMAND_TIMEOUT_MS, openRedis, openSubscriber } from './open-redis.adapter.js';
import { isRedisTrouble } from './redis-trouble.js';
import { RedisChannels } from './redis-channels.adapter.js';
import { redisFeed } from './redis-feed.adapter.js';

export interface RedisKeyValueOptions {
  /**
   * Put before every key and channel, so that several shops can share a server; default
   * `emporium:`.
   */
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
const ADD_TO_BUCKET = `
local level = math.max(0, redis.call('PTTL', KEYS[1]))
local amount = tonumber(ARGV[1])
if amount > 0 and level > 0 and level + amount > tonumber(ARGV[2]) then return {0, level} end
local after = math.max(0, level + amount)
if after == 0 then redis.call('DEL', KEYS[1]) else redis.call('SET', KEYS[1], '1', 'PX', after) end
return {1, after}`;

/**
 * Key-value store on Redis. Every call fails with KeyValueUnavailableError within a second when
 * Redis is away or hangs; the connections come back by themselves. Resolves even when Redis cannot
 * be reached yet.
 */
export async function openRedisKeyValue(
  url: string,
  options: RedisKeyValueOptions = {},
): Promise<KeyValueStore> {
  const prefix = options.prefix ?? 'emporium:';
  const onError = (error: Error) => options.onError?.(error);
  const redis = await openRedis(url, onError);
  const channels = new RedisChannels(openSubscriber(url, onError), COMMAND_TIMEOUT_MS);

  return {
    kind: 'redis',
    get: async (key) => (await asked(redis.get(prefix + key))) ?? undefined,
    getMany: async (keys) => {
      if (keys.length === 0) return [];
      return (await asked(redis.mget(keys.map((key) => prefix + key)))).map(
        (value) => value ?? undefined,
      );
    },
    set: async (key, value, ttlSeconds) => {
      checkTtl(ttlSeconds);
      if (ttlSeconds === undefined) await asked(redis.set(prefix + key, value));
      else await asked(redis.set(prefix + key, value, 'PX', milliseconds(ttlSeconds)));
    },
    setIfAbsent: async (key, value, ttlSeconds) => {
      checkTtl(ttlSeconds);
      const stored =
        ttlSeconds === undefined
          ? await asked(redis.set(prefix + key, value, 'NX'))
          : await asked(redis.set(prefix + key, value, 'PX', milliseconds(ttlSeconds), 'NX'));
      return stored === 'OK';
    },
    delete: async (key) => {
      await asked(redis.del(prefix + key));
    },
    increment: async (key, by, ttlSeconds) => {
      checkTtl(ttlSeconds);
      checkIncrement(by);
      return Number(
        await asked(redis.eval(INCREMENT, 1, prefix + key, by, milliseconds(ttlSeconds))),
      );
    },
    addToBucket: async (key, amount, capacity) => {
      checkIncrement(amount);
      const [fits, level] = (await asked(
        redis.eval(ADD_TO_BUCKET, 1, prefix + key, amount, capacity),
      )) as [number, number];
      return { fits: fits === 1, level };
    },
    ...redisFeed(redis, prefix),
    publish: async (channel, message) => {
      await asked(redis.publish(prefix + channel, message));
    },
    subscribe: (channel, onMessage) => channels.subscribe(prefix + channel, onMessage),
    ping: async () => {
      await asked(redis.ping());
    },
    close: async () => {
      redis.disconnect();
      channels.close();
    },
  };
}

function milliseconds(ttlSeconds: number): number {
  return Math.ceil(ttlSeconds * 1_000);
}

/**
 * The command's answer; trouble with Redis becomes KeyValueUnavailableError, a mistake of ours
 * stays the error that it is.
 */
async function asked<T>(command: Promise<T>): Promise<T> {
  try {
    return await command;
  } catch (cause) {
    if (!isRedisTrouble(cause)) throw cause;
    throw new KeyValueUnavailableError(
      `the key-value store does not answer: ${(cause as Error).message}`,
      { cause },
    );
  }
}
