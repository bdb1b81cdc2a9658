import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Names } from './names.js';

const folder = join(import.meta.dirname, 'template');

/**
 * Files of a new subgraph, path below its folder -> text. `versions` are those of the other
 * subgraphs, so that each is used once.
 */
export function templates(names: Names, versions: Record<string, string>): Record<string, string> {
  const values: Record<string, string> = {
    subgraph: names.subgraph,
    Subgraph: names.pascal,
    noun: names.noun,
    Type: names.type,
    prefix: names.idPrefix,
  };
  const fill = (text: string) =>
    text.replace(
      /\{\{(version )?([^}]+)\}\}/g,
      (_all, version: string | undefined, key: string) => {
        const value = version
          ? (versions[key] ?? (key.startsWith('@emporium/') ? '0.1.0' : undefined))
          : values[key];
        if (value === undefined)
          throw new Error(`the template asks for ${version ?? ''}${key}, which there is not`);
        return value;
      },
    );
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files.map((entry) => {
      const path = relative(folder, join(entry.parentPath, entry.name)).replace(/\.template$/, '');
      const named = path
        .replace(/(^|\/)noun(?=[./])/g, `$1${names.noun}`)
        .replace(/-noun\./, `-${names.noun}.`)
        .replace('subgraph-001', `${names.subgraph}-001`);
      return [named, fill(readFileSync(join(entry.parentPath, entry.name), 'utf8'))];
    }),
  );
}
