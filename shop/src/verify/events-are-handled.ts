import type { Shop } from '../start-shop.js';
import type { CrossCheck } from './cross-check.js';

const MAX_WAIT_SECONDS = 60;
const MAX_COUNTED = 1_000;

/**
 * I12 at rest: no event waits for a consumer group of this process longer than one that works
 * needs.
 */
export const eventsAreHandled: CrossCheck = {
  invariants: [{ id: 'I12', title: 'no event waits for a consumer group' }],
  run: async (shop, { found }) => {
    for (const { group, lag, oldestSeconds, lastError } of await shop.runtime.bus.groups()) {
      if (lag === 0 || oldestSeconds <= MAX_WAIT_SECONDS) continue;
      const waits = `${group}: ${lag} event(s) wait, the oldest for ${Math.round(oldestSeconds)} s`;
      found('I12', lastError ? `${waits}: ${lastError}` : waits);
    }
  },
};

/**
 * One line per group that gave events up. No violation: they were refused with a reason and wait
 * for somebody's decision.
 */
export async function gaveUp(shop: Shop): Promise<string[]> {
  const groups = shop.subgraphs.flatMap(
    ({ definition }) => definition.consumers?.map(({ group }) => group) ?? [],
  );
  const lines: string[] = [];
  for (const group of groups) {
    const { length } = await shop.runtime.bus.deadLetters(group, { first: MAX_COUNTED });
    if (length > 0)
      lines.push(
        `${group} gave up ${length === MAX_COUNTED ? 'at least ' : ''}${length} event(s): npm run dlq -- list ${group}`,
      );
  }
  return lines;
}
