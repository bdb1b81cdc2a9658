import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repoRoot } from '../schema/repo-root.js';

/**
 * The npm package of a subgraph: `@emporium/<name>`, or `@emporium/<name>-subgraph` where a folder
 * of packages/ is called so, since a workspace's name is given once.
 */
export function packageName(name: string, root: string = repoRoot): string {
  const isTaken = existsSync(join(root, 'packages', name, 'package.json'));
  return `@emporium/${name}${isTaken ? '-subgraph' : ''}`;
}
