import type { RunningSubgraph } from '@emporium/platform/running-subgraph';
import type { ShopCommand } from './shop-command.js';

/**
 * A command of one subgraph, run with its own service identity. Throws when there is none of that
 * name.
 */
export function subgraphCommand(subgraph: string, name: string): ShopCommand {
  return (shop, args) => {
    const running = shop.subgraphs.find(
      (candidate) => candidate.name === subgraph,
    ) as RunningSubgraph;
    const command = running.definition.commands?.find((candidate) => candidate.name === name);
    if (!command) throw new Error(`${subgraph} has no command ${name}`);
    return command.run(running.systemCtx(), args);
  };
}
