import type { SqlClient } from '../sql-client.js';
import { pendingOfKey } from './event-log.js';
import { type KeyLane, LANE_LIMIT } from './key-lane.js';

/**
 * Reads the next pending events of a key up to the group's cursor into its lane; resolves with
 * their number.
 */
export async function refillLane(
  sql: SqlClient,
  group: string,
  lane: KeyLane,
  cursor: () => number,
): Promise<number> {
  const range = { afterId: lane.lastId, uptoId: cursor() };
  const found = await pendingOfKey(sql, group, lane, range, LANE_LIMIT);
  // The cursor may have passed further events of this key meanwhile.
  lane.more = found.length === LANE_LIMIT || cursor() !== range.uptoId;
  lane.lastId = found.at(-1)?.id ?? range.uptoId;
  lane.queue.push(...found);
  return found.length;
}
