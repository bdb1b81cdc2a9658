import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const REQUIRED = ['README.md', 'package.json', 'src/main.ts', 'src/subgraph.ts'];
const PUBLIC = new Set(['./subgraph', './events']);

interface Package {
  name?: string;
  exports?: Record<string, unknown>;
}

function problemsOf(root: string, name: string): string[] {
  const folder = `subgraphs/${name}`;
  const missing = REQUIRED.filter((file) => !existsSync(join(root, folder, file))).map((file) => `${folder}/${file} is missing`);
  if (!existsSync(join(root, folder, 'package.json'))) return missing;
  const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Package;
  const at = `${folder}/package.json`;
  const exported = Object.keys(manifest.exports ?? {});
  const problems = [...missing];
  if (manifest.name !== `@emporium/${name}`) problems.push(`${at}: the name is ${manifest.name}; write @emporium/${name}`);
  for (const path of exported.filter((p) => !PUBLIC.has(p)))
    problems.push(`${at}: exports ${path}; a subgraph shows only ./subgraph and ./events`);
  if (!exported.includes('./subgraph')) problems.push(`${at}: export ./subgraph`);
  const hasEvents = existsSync(join(root, folder, 'src/events.ts'));
  if (hasEvents !== exported.includes('./events'))
    problems.push(
      hasEvents
        ? `${at}: export ./events, as src/events.ts exists`
        : `${at}: exports ./events, but src/events.ts does not exist: drop the entry`,
    );
  return problems;
}

/** Every listed subgraph has its folder with the expected face, and no folder is unlisted. */
export function subgraphFolders(root: string, listed: string[]): string[] {
  const folders = existsSync(join(root, 'subgraphs'))
    ? readdirSync(join(root, 'subgraphs'), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
    : [];
  const unlisted = folders
    .filter((name) => !listed.includes(name))
    .map((name) => `subgraphs/${name} is not in rover.yaml: list it or remove the folder`);
  return [
    ...unlisted,
    ...listed.flatMap((name) =>
      folders.includes(name) ? problemsOf(root, name) : [`rover.yaml lists ${name}, but subgraphs/${name} does not exist`],
    ),
  ];
}
