import { type GroupState, nameOfPlace } from '@emporium/bus/event-bus';
import { BEYOND_REPAIR_SECONDS, STUCK_AFTER_SECONDS } from './health-limits.js';
import type { PartHealth } from './running-subgraph.js';

/**
 * A consumer group judged by its effects: how long its oldest event waits, what it gave up, whether
 * it gets anything done. `down` when events wait and nothing was handled for long although nothing
 * fails: then something hangs here, and a start would help.
 */
export function consumerHealth({
  group,
  lag,
  oldestSeconds,
  idleSeconds,
  deadLetters,
  state,
  lastError,
  blockedBy,
}: GroupState): PartHealth {
  const part = (status: PartHealth['status'], ...details: (string | undefined)[]): PartHealth => ({
    name: `consumer ${group}`,
    status,
    detail: [`lag ${lag}`, ...details].filter(Boolean).join(', '),
  });
  const waits =
    oldestSeconds > STUCK_AFTER_SECONDS
      ? `the oldest event waits for ${Math.round(oldestSeconds)} s`
      : undefined;
  const gaveUp =
    deadLetters > 0 ? `${deadLetters} dead letter(s): npm run dlq -- list ${group}` : undefined;
  if (state === 'stopped') return part('down', lastError, gaveUp);
  if (state === 'failing') {
    const place = blockedBy && nameOfPlace(blockedBy);
    const way =
      place && `blocked by ${place} (npm run dlq -- skip ${group} ${place} --reason TEXT)`;
    return part('degraded', waits, way, lastError, gaveUp);
  }
  if (
    waits &&
    lag > 0 &&
    oldestSeconds > BEYOND_REPAIR_SECONDS &&
    idleSeconds > BEYOND_REPAIR_SECONDS
  )
    return part('down', waits, `nothing was handled for ${Math.round(idleSeconds)} s`, gaveUp);
  return part(waits || gaveUp ? 'degraded' : 'ok', waits, gaveUp);
}
