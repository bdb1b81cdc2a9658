import type { Shop } from '../start-shop.js';
import type { CommandLine } from './shop-command.js';

/**
 * `migrate`: every database as this version wants it, before its services start, so that a
 * migration that fails keeps the old ones running. The start of the command has done the work: a
 * subgraph opens its database by bringing it up to date.
 */
export async function* migrate(shop: Shop): AsyncGenerator<CommandLine> {
  for (const { name } of shop.subgraphs) yield { type: 'line', text: `${name}: up to date` };
  yield { type: 'result', text: `${shop.subgraphs.length} databases are up to date` };
}
