import type { Config } from '@emporium/platform/config/config';
import { settingsOf } from '@emporium/platform/config/settings';
import { subgraphs } from './subgraphs.js';

/** What the subgraphs' own variables are set to, by variable. */
export function subgraphSettings(config: Config): Readonly<Record<string, unknown>> {
  return Object.assign(
    {},
    ...subgraphs.map((definition) => settingsOf(config, definition.config ?? {})),
  ) as Record<string, unknown>;
}
