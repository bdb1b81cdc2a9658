import {
  compareClocks,
  compareVersion,
  fail,
  ok,
  warn,
  type Finding,
  type Inspection,
} from '@emporium/platform/inspection';
import type { RedisFacts } from '@emporium/kv/inspect-redis.adapter';
import type { Config } from '@emporium/platform/config/config';

const OLDEST_REDIS = 6;

/** KV_URL, which must keep what it is told, and CACHE_URL, which need not. */
export function inspectStores({ kvUrl, cacheUrl }: Config): Inspection[] {
  return [
    { name: 'key-value store', run: () => inspectStore('KV_URL', kvUrl, true) },
    { name: 'cache', run: () => inspectStore('CACHE_URL', cacheUrl, false) },
  ];
}

async function inspectStore(variable: string, url: string, isDurable: boolean): Promise<Finding[]> {
  if (!url.startsWith('redis')) return [ok(`embedded (${url.split(':')[0]}:)`)];
  const { inspectRedis } = await import('@emporium/kv/inspect-redis.adapter');
  let facts: RedisFacts;
  try {
    facts = await inspectRedis(url);
  } catch (error) {
    return [
      fail(
        `Redis does not do its work: ${(error as Error).message}`,
        `start it, or correct ${variable} (host, port, user, password)`,
      ),
    ];
  }
  const { version, clock, askedAt, answeredAt, evictionPolicy, appendOnly } = facts;
  const findings = [
    compareVersion('Redis', version, OLDEST_REDIS),
    compareClocks(clock, askedAt, answeredAt),
  ];
  if (isDurable && evictionPolicy && evictionPolicy !== 'noeviction')
    findings.push(
      fail(
        `maxmemory-policy is ${evictionPolicy}: carts and revocations could vanish`,
        'set maxmemory-policy noeviction',
      ),
    );
  if (isDurable && !appendOnly)
    findings.push(
      warn(
        'what it is told last is lost when it dies',
        'set appendonly yes, or keep snapshots you can afford to go back to',
      ),
    );
  return findings;
}
