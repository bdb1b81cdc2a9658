import type { Config } from '@emporium/platform/config/config';
import { adapterUrls } from '@emporium/platform/config/read-fields';
import { settingsOf } from '@emporium/platform/config/settings';
import { subgraphs } from './subgraphs.js';

/** The addresses of adapters that subgraphs declare, by variable, e.g. PAYMENT_URL. */
export function adapterAddresses(config: Config): Record<string, string> {
  return Object.assign(
    {},
    ...subgraphs.map(({ config: fields = {} }) => adapterUrls(fields, settingsOf(config, fields))),
  ) as Record<string, string>;
}
