import { subgraphCommand } from '../commands/subgraph-command.js';
import type { Repair } from './repair.js';
import { waitUntilIdle } from './wait-until-idle.js';

/**
 * The index of search is compared with catalog and, when it differs after all events were heard,
 * built anew.
 */
export const mendIndex: Repair = {
  title: 'the search index',
  async run(shop, { apply }, { found, progress }) {
    if (apply) await waitUntilIdle(shop, progress);
    const differences: string[] = [];
    try {
      for await (const line of subgraphCommand('search', 'search-verify')(shop, {})) {
        if (Array.isArray(line['differences']))
          differences.push(...(line['differences'] as string[]));
      }
    } catch (error) {
      // The comparison fails after it told the differences; without any it is another failure.
      if (differences.length === 0) throw error;
    }
    for (const text of differences) found(text);
    if (!apply || differences.length === 0) return;
    for await (const line of subgraphCommand('search', 'search-rebuild')(shop, {})) {
      progress(`${String(line['indexed'])} products indexed`);
      if (Number(line['divergent'] ?? 0) > 0)
        throw new Error('the index differs from catalog although it was built anew');
    }
  },
};
