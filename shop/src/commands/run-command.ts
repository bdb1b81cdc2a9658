import type { RunningSubgraph } from '@emporium/platform/running-subgraph';
import type { Shop } from '../start-shop.js';
import { deadLetters } from './dead-letters.js';
import { importProducts } from './import-products.js';
import { seed } from './seed.js';
import { verify } from './verify.js';

/** One line of a command's progress; the last one has type `result` or `error`. */
export type CommandLine = Record<string, unknown>;
export type ShopCommand = (shop: Shop, args: Record<string, unknown>) => AsyncGenerator<CommandLine>;

/** Runs a command of one subgraph with its own service identity. Throws when there is none of that name. */
export function subgraphCommand(subgraph: string, name: string): ShopCommand {
  return (shop, args) => {
    const running = shop.subgraphs.find((candidate) => candidate.name === subgraph) as RunningSubgraph;
    const command = running.definition.commands?.find((candidate) => candidate.name === name);
    if (!command) throw new Error(`${subgraph} has no command ${name}`);
    return command.run(running.systemCtx(), args);
  };
}

const COMMANDS: Record<string, ShopCommand> = {
  import: importProducts,
  export: subgraphCommand('catalog', 'export'),
  'search:rebuild': subgraphCommand('search', 'search-rebuild'),
  'search:verify': subgraphCommand('search', 'search-verify'),
  seed,
  verify,
  dlq: deadLetters,
};

/** Runs a command by its npm script name. Throws for an unknown one. */
export function runCommand(shop: Shop, name: string, args: Record<string, unknown>): AsyncGenerator<CommandLine> {
  const command = COMMANDS[name];
  if (!command) throw new Error(`unknown command ${name}; known: ${Object.keys(COMMANDS).join(', ')}`);
  return command(shop, args);
}
