import { defineConfig } from 'vitest/config';
import { shared } from './scripts/vitest/shared-config.js';

/**
 * What needs Helm, and a Kubernetes cluster that has the images: the chart is rendered, judged and
 * installed.
 */
export default defineConfig({
  ...shared,
  test: {
    ...shared.test,
    include: ['deploy/**/*.cluster.test.ts'],
    testTimeout: 1_200_000,
    hookTimeout: 1_200_000,
    fileParallelism: false,
  },
});
