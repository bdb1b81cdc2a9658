import { readFileSync, globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { SETTINGS_OF_THE_PRODUCT } from './scripts/vitest/engine-variables.js';
import { shared } from './scripts/vitest/shared-config.js';

for (const name of SETTINGS_OF_THE_PRODUCT) delete process.env[name];

const root = import.meta.dirname;

/**
 * Stryker copies the repository and links node_modules, where the workspace packages are those of
 * the repository: they are named anew, so that everybody in the copy gets the mutated ones.
 */
const workspaces = globSync(
  [
    '{gateway,shop}/package.json',
    '{packages,subgraphs}/*/package.json',
    'subgraphs/*/events/package.json',
  ],
  {
    cwd: root,
  },
).flatMap((file) => {
  const { name, exports = {} } = JSON.parse(readFileSync(join(root, file), 'utf8')) as {
    name: string;
    exports?: Record<string, { source?: string }>;
  };
  return Object.entries(exports).flatMap(([path, { source }]) =>
    source
      ? [
          {
            find: new RegExp(`^${join(name, path).replace('*', '(.+)')}$`),
            replacement: join(root, dirname(file), source).replace('*', '$1'),
          },
        ]
      : [],
  );
});

export default defineConfig({
  ...shared,
  resolve: { ...shared.resolve, alias: [...shared.resolve.alias, ...workspaces] },
  test: {
    ...shared.test,
    reporters: [],
    include: JSON.parse(process.env['MUTATION_TESTS'] ?? '[]') as string[],
    exclude: ['**/node_modules/**', '**/dist/**', '**/*.engines.test.ts'],
    // What a module does while it loads is seen by each file that loads it.
    isolate: true,
  },
});
