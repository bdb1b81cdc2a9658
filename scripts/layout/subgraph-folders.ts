import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageName } from '../subgraph-list/package-name.js';

const REQUIRED = ['README.md', 'package.json', 'src/main.ts', 'src/subgraph.ts'];
const PUBLIC = new Set(['./subgraph']);

interface Package {
  name?: string;
  exports?: Record<string, unknown>;
}

function problemsOf(root: string, name: string): string[] {
  const folder = `subgraphs/${name}`;
  const missing = REQUIRED.filter((file) => !existsSync(join(root, folder, file))).map(
    (file) => `${folder}/${file} is missing`,
  );
  if (!existsSync(join(root, folder, 'package.json'))) return missing;
  const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Package;
  const at = `${folder}/package.json`;
  const exported = Object.keys(manifest.exports ?? {});
  const problems = [...missing];
  const expected = packageName(name, root);
  if (manifest.name !== expected)
    problems.push(`${at}: the name is ${manifest.name}; write ${expected}`);
  for (const path of exported.filter((p) => !PUBLIC.has(p)))
    problems.push(
      `${at}: exports ${path}; a subgraph shows only ./subgraph, and the package in events/`,
    );
  if (!exported.includes('./subgraph')) problems.push(`${at}: export ./subgraph`);
  const events = `${folder}/events/package.json`;
  if (existsSync(join(root, folder, 'src/events.ts')))
    problems.push(`${folder}/src/events.ts: move it to ${folder}/events/src, a package of its own`);
  if (existsSync(join(root, events))) {
    const { name: called } = JSON.parse(readFileSync(join(root, events), 'utf8')) as Package;
    if (called !== `@emporium/${name}-events`)
      problems.push(`${events}: the name is ${called}; write @emporium/${name}-events`);
  }
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
      folders.includes(name)
        ? problemsOf(root, name)
        : [`rover.yaml lists ${name}, but subgraphs/${name} does not exist`],
    ),
  ];
}
