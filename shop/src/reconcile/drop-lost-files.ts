import { subgraphCommand } from '../commands/subgraph-command.js';
import type { Repair } from './repair.js';

/** Images whose file is gone are deleted again. */
export const dropLostFiles: Repair = {
  title: 'images and their files',
  async run(shop, { apply }, { found }) {
    for await (const line of subgraphCommand('media', 'lost-files')(shop, { apply }))
      found(String(line['text']));
  },
};
