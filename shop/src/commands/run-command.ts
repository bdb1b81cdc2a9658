import { backUp } from '../backup/back-up.js';
import type { Shop } from '../start-shop.js';
import { exportOrders } from './accounting/export-orders.js';
import { deadLetters } from './dead-letters.js';
import { importProducts } from './import-products.js';
import { migrate } from './migrate.js';
import { outbox } from './outbox.js';
import { reconcile } from './reconcile.js';
import { seed } from './seed.js';
import type { CommandLine, ShopCommand } from './shop-command.js';
import { subgraphCommand } from './subgraph-command.js';
import { verify } from './verify.js';

const COMMANDS: Record<string, ShopCommand> = {
  import: importProducts,
  export: subgraphCommand('catalog', 'export'),
  'export:orders': exportOrders,
  'search:rebuild': subgraphCommand('search', 'search-rebuild'),
  'search:verify': subgraphCommand('search', 'search-verify'),
  seed,
  migrate,
  verify,
  reconcile,
  'payments:reconcile': subgraphCommand('payments', 'reconcile-payments'),
  dlq: deadLetters,
  outbox,
  backup: backUp,
  admin: subgraphCommand('users', 'admin'),
};

/** Runs a command by its npm script name. Throws for an unknown one. */
export function runCommand(
  shop: Shop,
  name: string,
  args: Record<string, unknown>,
): AsyncGenerator<CommandLine> {
  const command = COMMANDS[name];
  if (!command)
    throw new Error(`unknown command ${name}; known: ${Object.keys(COMMANDS).join(', ')}`);
  return command(shop, args);
}
