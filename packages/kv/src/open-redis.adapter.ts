import { withDeadline } from '@emporium/resilience/deadline';
import { delayAfter } from '@emporium/resilience/backoff';
import { Redis, type RedisOptions } from 'ioredis';

/**
 * Longest time a command may take; a shop answers "unavailable" within a second when Redis is away
 * or hangs.
 */
export const COMMAND_TIMEOUT_MS = 700;
/**
 * How long the start waits for the first connection; without one it goes on, since Redis may come
 * later.
 */
const FIRST_CONNECT_MS = 2_000;

// The defaults of ioredis hang for minutes: it queues while disconnected, retries 20 times and
// waits for answers without limit.
const connection: RedisOptions = {
  connectTimeout: 1_000,
  retryStrategy: (times) => delayAfter(times, { firstMs: 100, maxMs: 2_000 }),
  // A connection whose other end died without a word is replaced when this passes after a command
  // without any answer.
  socketTimeout: 3_000,
  // After a fail-over the old primary stays reachable but read-only: look for the new one.
  reconnectOnError: (error) => error.message.startsWith('READONLY'),
};

/**
 * A connection for commands: each fails within a second when Redis is away or hangs, and it comes
 * back by itself. Resolves even when Redis cannot be reached yet. `onError` hears of connection
 * trouble.
 */
export async function openRedis(url: string, onError: (error: Error) => void): Promise<Redis> {
  const redis = new Redis(url, {
    ...connection,
    commandTimeout: COMMAND_TIMEOUT_MS,
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    // A command whose answer was lost may have been executed; nothing may be counted, or go into a
    // cart, twice.
    autoResendUnfulfilledCommands: false,
  });
  redis.on('error', onError);
  const ready = new Promise<void>((resolve) => void redis.once('ready', resolve));
  await withDeadline(FIRST_CONNECT_MS, 'the first connection to Redis', () => ready).catch(
    () => undefined,
  );
  return redis;
}

/**
 * A connection for subscriptions, which keeps trying for as long as it is open. Nothing queues up
 * while Redis is away, and nothing is subscribed again by itself: both are up to whoever knows what
 * is still wanted.
 */
export function openSubscriber(url: string, onError: (error: Error) => void): Redis {
  return new Redis(url, { ...connection, enableOfflineQueue: false, autoResubscribe: false }).on(
    'error',
    onError,
  );
}
