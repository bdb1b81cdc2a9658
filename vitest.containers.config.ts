import { defineConfig } from 'vitest/config';
import { shared } from './scripts/vitest/shared-config.js';

/**
 * What needs a Docker engine: images are built and started, and compose brings the whole shop up.
 */
export default defineConfig({
  ...shared,
  test: {
    ...shared.test,
    include: ['deploy/**/*.containers.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 1_200_000,
    fileParallelism: false,
  },
});
