import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** An example document, shown as a tab. */
export interface Example {
  /** File name without number and extension. */
  title: string;
  query: string;
  /** JSON, when a file with the same name and `.variables.json` lies beside it. */
  variables?: string;
}

/** Reads `*.graphql` of a folder in the order of the names; an absent folder has no examples. */
export function readExamples(folder: string | undefined): Example[] {
  if (!folder) return [];
  let names: string[];
  try {
    names = readdirSync(folder).sort();
  } catch {
    return [];
  }
  return names
    .filter((name) => name.endsWith('.graphql'))
    .map((name) => {
      const base = name.slice(0, -'.graphql'.length);
      const variables = names.find(
        (candidate) => candidate === `${base}.variables.json` || candidate === `${base}.json`,
      );
      return {
        title: base.replace(/^\d+[-_]/, '').replaceAll('-', ' '),
        query: readFileSync(join(folder, name), 'utf8'),
        ...(variables ? { variables: readFileSync(join(folder, variables), 'utf8') } : {}),
      };
    });
}
