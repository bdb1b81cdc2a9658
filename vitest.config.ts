import { defineConfig } from 'vitest/config';

// Workspace packages resolve to their sources ("source" condition), so tests need no build.
const source = ['source'];

export default defineConfig({
  resolve: { conditions: [...source, 'module', 'node', 'development|production'] },
  ssr: { resolve: { conditions: [...source, 'module', 'node', 'development|production'] } },
  test: {
    include: ['{packages,subgraphs}/*/src/**/*.test.ts', '{gateway,shop}/src/**/*.test.ts', 'scripts/**/*.test.ts', 'e2e/**/*.e2e.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
  },
});
