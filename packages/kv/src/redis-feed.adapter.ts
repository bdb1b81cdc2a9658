import type { Redis } from 'ioredis';
import type { KeyValueStore } from './key-value.js';
import { checkTtl } from './key-value-rules.js';

// The ids of a stream are the server's clock, so its age limit needs no clock of ours.
const APPEND = `
local now = redis.call('TIME')
local oldest = (tonumber(now[1]) - tonumber(ARGV[2])) * 1000
redis.call('XADD', KEYS[1], 'MINID', '~', string.format('%.0f', oldest), '*', 'e', ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[2])`;

// A cursor beyond the last id is from a server that lost the feed.
const READ = `
local cursor = ARGV[1]
local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
if #last == 0 then return {'0-0', {}} end
local function parts(id) local at, n = string.match(id, '(%d+)-(%d+)') return tonumber(at), tonumber(n) end
local lastAt, lastNumber = parts(last[1][1])
local at, number = parts(cursor)
if at > lastAt or (at == lastAt and number > lastNumber) then cursor = '0-0' end
local entries = {}
for _, one in ipairs(redis.call('XRANGE', KEYS[1], '(' .. cursor, '+')) do entries[#entries + 1] = one[2][2] end
return {last[1][1], entries}`;

/** Feeds of the store on Redis, as streams; needs Redis 6.2. */
export function redisFeed(
  redis: Redis,
  prefix: string,
): Pick<KeyValueStore, 'append' | 'readFeed'> {
  return {
    append: async (feed, entry, keepSeconds) => {
      checkTtl(keepSeconds);
      await redis.eval(APPEND, 1, prefix + feed, entry, Math.ceil(keepSeconds));
    },
    readFeed: async (feed, cursor = '0-0') => {
      const [next, entries] = (await redis.eval(READ, 1, prefix + feed, cursor)) as [
        string,
        string[],
      ];
      return { entries, cursor: next };
    },
  };
}
