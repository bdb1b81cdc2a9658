import { defineConfig } from 'vitest/config';
import { mapEngineVariables } from './scripts/vitest/engine-variables.js';
import { shared } from './scripts/vitest/shared-config.js';

Object.assign(process.env, mapEngineVariables(process.env, import.meta.dirname));

export default defineConfig({
  ...shared,
  test: {
    ...shared.test,
    include: ['**/*.engines.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Engines are shared between files; one file at a time keeps its timing its own.
    fileParallelism: false,
  },
});
