import { randomUUID } from 'node:crypto';
import { openRedis } from './open-redis.adapter.js';

/** What a Redis says of itself. */
export interface RedisFacts {
  version: string;
  /** Its clock, ms since the epoch. */
  clock: number;
  askedAt: number;
  answeredAt: number;
  /** `noeviction` keeps what is durable. */
  evictionPolicy: string;
  /** Whether it writes what it is told to disk. */
  appendOnly: boolean;
}

/**
 * Asks a Redis about itself, and whether it takes a value, which is gone again after a minute at
 * the latest. Rejects when it does not answer.
 */
export async function inspectRedis(url: string): Promise<RedisFacts> {
  const trouble: Error[] = [];
  const redis = await openRedis(url, (error) => void trouble.push(error));
  try {
    const askedAt = Date.now();
    const [seconds, micros] = await redis.time();
    const answeredAt = Date.now();
    const info = await redis.info();
    const key = `emporium:doctor:${randomUUID()}`;
    await redis.set(key, '1', 'EX', 60);
    await redis.del(key);
    const of = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? '';
    return {
      version: of('redis_version'),
      clock: Number(seconds) * 1_000 + Number(micros) / 1_000,
      askedAt,
      answeredAt,
      evictionPolicy: of('maxmemory_policy'),
      appendOnly: of('aof_enabled') === '1',
    };
  } catch (error) {
    // "Stream isn't writeable" says less than why there is no stream.
    throw trouble[0] ?? error;
  } finally {
    redis.disconnect();
  }
}
