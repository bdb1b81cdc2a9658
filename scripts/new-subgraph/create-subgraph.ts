import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { namesOf } from './names.js';
import { registrations } from './register.js';
import { templates } from './templates.js';

/** Writes the files of a new subgraph and registers it; returns the paths touched. Throws before writing when something is in the way. */
export function createSubgraph(root: string, name: string): string[] {
  const names = namesOf(name);
  const folder = `subgraphs/${names.subgraph}`;
  if (existsSync(join(root, folder))) throw new Error(`${folder} exists already`);
  const read = (file: string) => readFileSync(join(root, file), 'utf8');
  const model = JSON.parse(read('subgraphs/users/package.json')) as {
    dependencies: Record<string, string>;
    devDependencies?: Record<string, string>;
  };
  const files: Record<string, string> = {};
  for (const { file, change } of registrations) {
    const changed = change(read(file), names);
    if (changed === undefined)
      throw new Error(`${file} no longer has the list that a subgraph is added to: mend scripts/new-subgraph/register.ts`);
    files[file] = changed;
  }
  for (const [path, text] of Object.entries(templates(names, { ...model.dependencies, ...model.devDependencies })))
    files[`${folder}/${path}`] = text;
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return Object.keys(files);
}
