import { Redis } from 'ioredis';

/** Longest time a command may take: with Redis away or hanging, the shopper reads so within a second. */
const COMMAND_TIMEOUT_MS = 700;
/** How long the start waits for the first connection; without one it goes on, since Redis may come later. */
const FIRST_CONNECT_MS = 2_000;

/**
 * A connection that fails fast and comes back by itself. Resolves even when Redis cannot be reached yet. `onError` hears of connection
 * trouble.
 */
export async function connectRedis(url: string, onError: (error: Error) => void): Promise<Redis> {
  // The defaults of ioredis hang for minutes: it queues while disconnected, retries 20 times and waits for answers without limit.
  const redis = new Redis(url, {
    connectTimeout: 1_000,
    commandTimeout: COMMAND_TIMEOUT_MS,
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    // A command whose answer was lost may have been executed; nothing may go into a cart twice.
    autoResendUnfulfilledCommands: false,
    retryStrategy: (times) => Math.min(2_000, 50 * 2 ** Math.min(times, 6)),
    // A connection whose other end died without a word is replaced when this passes after a command without any answer.
    socketTimeout: 3_000,
    // After a fail-over the old primary stays reachable but read-only: look for the new one.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  });
  redis.on('error', onError);
  await new Promise<void>((resolve) => {
    const limit = setTimeout(resolve, FIRST_CONNECT_MS);
    redis.once('ready', () => {
      clearTimeout(limit);
      resolve();
    });
  });
  return redis;
}
