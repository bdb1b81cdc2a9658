import type { ViteUserConfig } from 'vitest/config';
import { SummaryReporter } from './summary-reporter.js';

// Workspace packages resolve to their sources (condition "source" of their exports), so tests need no build.
const conditions = ['source', 'module', 'node', 'development|production'];

/** What both lanes of tests have in common. */
export const shared = {
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    reporters: [['default', { summary: false }], new SummaryReporter()],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
  },
} satisfies ViteUserConfig;
