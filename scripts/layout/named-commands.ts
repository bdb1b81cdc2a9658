import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PAGES = ['*.md', 'docs/**/*.md', '{packages,subgraphs,gateway,shop,bench}/**/README.md'];
const COMMAND = /\bnpm run ([a-z][\w-]*(?::[\w-]+)*)/g;

/** Pages that tell the reader to run a command which package.json does not have. */
export function namedCommands(root: string): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const pages = globSync(PAGES, { cwd: root, exclude: ['**/node_modules/**'] });
  return pages.sort().flatMap((page) => {
    const named = [...readFileSync(join(root, page), 'utf8').matchAll(COMMAND)].map(
      ([, name]) => name!,
    );
    return [...new Set(named)]
      .filter((name) => !(name in scripts))
      .map((name) => `${page}: names npm run ${name}, which package.json does not have`);
  });
}
