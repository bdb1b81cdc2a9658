import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** How the files on disk differ from the generated ones; paths relative to the repository. */
export interface Drift {
  missing: string[];
  changed: string[];
  /** Files in generated folders that nothing generates any more. */
  stale: string[];
}

const FOLDERS: [folder: string, extension: string][] = [
  ['schema/subgraphs', '.graphql'],
  ['schema/events', '.json'],
];

/** Compares without writing. */
export function drift(root: string, files: Map<string, string>): Drift {
  const result: Drift = { missing: [], changed: [], stale: [] };
  for (const [path, content] of files) {
    if (!existsSync(join(root, path))) result.missing.push(path);
    else if (readFileSync(join(root, path), 'utf8') !== content) result.changed.push(path);
  }
  for (const [folder, extension] of FOLDERS)
    for (const file of existsSync(join(root, folder)) ? readdirSync(join(root, folder)).sort() : [])
      if (file.endsWith(extension) && !files.has(`${folder}/${file}`))
        result.stale.push(`${folder}/${file}`);
  return result;
}

/**
 * Brings the disk to the generated state, touching only files that differ; returns what differed
 * before.
 */
export function writeGenerated(root: string, files: Map<string, string>): Drift {
  const before = drift(root, files);
  for (const path of [...before.missing, ...before.changed]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), files.get(path) ?? '');
  }
  for (const path of before.stale) rmSync(join(root, path));
  return before;
}
