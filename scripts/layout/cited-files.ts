import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SourceFile } from './source-files.js';

const COMMENT = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm;
const PAGE = /(?<![\w/.-])[\w./-]+\.md\b/g;

/**
 * Comments that send the reader to a page which the repository does not have. Pages are named from
 * its root or from the file's folder.
 */
export function citedFiles(root: string, files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) => {
    const cited = [...text.matchAll(COMMENT)].flatMap(([comment]) => comment.match(PAGE) ?? []);
    const missing = [...new Set(cited)].filter(
      (page) => ![root, join(root, dirname(path))].some((from) => existsSync(join(from, page))),
    );
    return missing.map(
      (page) => `${path}: cites ${page}, which is not there; name a page of docs/ by its path`,
    );
  });
}
