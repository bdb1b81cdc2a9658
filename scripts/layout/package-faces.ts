import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Workspaces cover every part, and a package's modules are reached by subpath through its
 * `exports`.
 */
export function packageFaces(root: string): string[] {
  const read = (path: string) =>
    JSON.parse(readFileSync(join(root, path), 'utf8')) as {
      workspaces?: string[];
      exports?: Record<string, unknown>;
    };
  const workspaces = read('package.json').workspaces ?? [];
  const problems = ['gateway', 'subgraphs/*', 'subgraphs/*/events', 'packages/*']
    .filter((w) => !workspaces.includes(w))
    .map((w) => `package.json: add "${w}" to workspaces`);
  for (const name of existsSync(join(root, 'packages'))
    ? readdirSync(join(root, 'packages'))
    : []) {
    const path = `packages/${name}/package.json`;
    if (!existsSync(join(root, path))) problems.push(`${path} is missing`);
    else if (!read(path).exports)
      problems.push(
        `${path}: add "exports" ({ "./*": ... }), so that only its modules are reachable`,
      );
    else if ('.' in (read(path).exports ?? {}))
      problems.push(`${path}: drop the export "."; modules are imported by subpath`);
  }
  return problems;
}
