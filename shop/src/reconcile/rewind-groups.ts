import type { Repair } from './repair.js';
import { waitUntilIdle } from './wait-until-idle.js';

/** Clocks of senders differ by less; hearing an event once more changes nothing. */
const MARGIN_MS = 60_000;

/** The consumer groups of the subgraph that was set back hear again what they had heard since. */
export const rewindGroups: Repair = {
  title: 'events since the restored moment',
  async run(shop, { apply, restored }, { found, progress }) {
    if (!restored) return;
    const { definition } = shop.subgraphs.find(({ name }) => name === restored.subgraph)!;
    const since = new Date(restored.since.getTime() - MARGIN_MS);
    for (const { group } of definition.consumers ?? []) {
      const deliveries = apply ? await shop.runtime.bus.rewind(group, since) : undefined;
      found(
        `${group} hears again what was sent since ${since.toISOString()}${deliveries === undefined ? '' : `: ${deliveries} deliveries`}`,
      );
    }
    if (apply) await waitUntilIdle(shop, progress);
  },
};
