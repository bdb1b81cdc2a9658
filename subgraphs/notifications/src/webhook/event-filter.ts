import { z } from 'zod';
import { PUBLIC_EVENTS } from './public-events.js';

const names = PUBLIC_EVENTS.map(({ name }) => name);
const groups = [...new Set(names.map((name) => `${name.split('.')[0]}.*`))];

/** Everything that a filter may hold: names of events, groups of them, and all. */
const FILTERS: readonly string[] = [...names, ...groups, '*'];

/** Filter of an endpoint: which events it gets. */
export const eventFilter = z
  .array(
    z.string().refine((entry) => FILTERS.includes(entry), {
      error: `There is no such event. Take names of Query.webhookEventTypes, a group (${groups.join(', ')}) or *.`,
    }),
  )
  .min(1, 'Name at least one event, or * for all.')
  .max(FILTERS.length, `A filter has at most ${FILTERS.length} entries.`)
  .transform((entries) => [...new Set(entries)]);

/** Whether an endpoint with this filter gets events of the type. */
export function isWanted(filter: readonly string[], type: string): boolean {
  return (
    names.includes(type) &&
    [type, `${type.split('.')[0]}.*`, '*'].some((entry) => filter.includes(entry))
  );
}
