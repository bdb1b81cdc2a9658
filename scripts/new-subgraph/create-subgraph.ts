import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { subgraphNames } from '../schema/subgraph-names.js';
import { followList } from '../subgraph-list/follow-list.js';
import { listSubgraph } from './list-subgraph.js';
import { namesOf } from './names.js';
import { templates } from './templates.js';

/**
 * Writes the files of a new subgraph, lists it in rover.yaml and makes everything follow that list;
 * returns the paths touched. Throws before writing when something is in the way.
 */
export async function createSubgraph(root: string, name: string): Promise<string[]> {
  const names = namesOf(name);
  const folder = `subgraphs/${names.subgraph}`;
  if (existsSync(join(root, folder))) throw new Error(`${folder} exists already`);
  const read = (file: string) => readFileSync(join(root, file), 'utf8');
  const model = JSON.parse(read('subgraphs/users/package.json')) as {
    dependencies: Record<string, string>;
    devDependencies?: Record<string, string>;
  };
  const files: Record<string, string> = { 'rover.yaml': listSubgraph(read('rover.yaml'), names) };
  for (const [path, text] of Object.entries(
    templates(names, { ...model.dependencies, ...model.devDependencies }),
  ))
    files[`${folder}/${path}`] = text;
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return [...Object.keys(files), ...(await followList(root, subgraphNames(root)))];
}
