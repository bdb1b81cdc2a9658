import { defineConfig } from 'vitest/config';
import { mapEngineVariables } from './scripts/vitest/engine-variables.js';
import { shared } from './scripts/vitest/shared-config.js';

Object.assign(process.env, mapEngineVariables(process.env, import.meta.dirname));

export default defineConfig({
  ...shared,
  test: {
    ...shared.test,
    // The journeys are for a deployment; without its address they run in npm test.
    include: ['**/*.engines.test.ts', ...(process.env.E2E_URL ? ['e2e/**/*.e2e.ts'] : [])],
    exclude: ['**/node_modules/**', '**/dist/**'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Engines are shared between files; one file at a time keeps its timing its own.
    fileParallelism: false,
  },
});
