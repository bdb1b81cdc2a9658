import { setTimeout as sleep } from 'node:timers/promises';
import type { Shop } from '../start-shop.js';

const PAUSE_MS = 100;
/** Without any progress for so long, something is broken that waiting does not mend. */
const TIMEOUT_MS = 60_000;
/** Work that events leave to jobs: each ends what is due now. */
const JOBS = [
  ['orders', 'finish-placing'],
  ['payments', 'settle-payments'],
  ['payments', 'send-refunds'],
  ['catalog', 'republish-products'],
] as const;

/**
 * Does the due work of jobs and waits until all events are sent and heard. Throws when nothing
 * moves for a minute.
 */
export async function waitUntilIdle(shop: Shop, progress: (text: string) => void): Promise<void> {
  await untilHeard(shop, progress);
  for (const [name, job] of JOBS)
    await shop.subgraphs.find((subgraph) => subgraph.name === name)!.runJob(job);
  await untilHeard(shop, progress);
}

/** Waits until all events are sent and heard. */
async function untilHeard(shop: Shop, progress: (text: string) => void): Promise<void> {
  let waiting = Number.POSITIVE_INFINITY;
  let movedAt = Date.now();
  // A consumer that handled the last event may have emitted another: quiet is when nothing waited
  // twice in a row.
  for (let quiet = 0; quiet < 2;) {
    for (const subgraph of shop.subgraphs) await subgraph.drain();
    const groups = await shop.runtime.bus.groups();
    const open = groups.filter(({ lag, state }) => lag !== 0 || state !== 'running');
    const lag = open.reduce((sum, group) => sum + (Number.isNaN(group.lag) ? 0 : group.lag), 0);
    quiet = open.length === 0 ? quiet + 1 : 0;
    if (lag !== waiting) [waiting, movedAt] = [lag, Date.now()];
    if (quiet === 0) progress(`${lag} deliveries wait`);
    if (open.length > 0 && Date.now() - movedAt > TIMEOUT_MS)
      throw new Error(
        `nothing moves any more: ${open.map((group) => `${group.group} waits for ${group.lag}, ${group.lastError ?? group.state}`).join('; ')}`,
      );
    if (quiet < 2) await sleep(PAUSE_MS);
  }
}
