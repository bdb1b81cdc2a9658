import { availableParallelism } from 'node:os';
import { createRequire } from 'node:module';
import type { ViteUserConfig } from 'vitest/config';
import { LongFirstSequencer } from './long-first-sequencer.js';
import { SummaryReporter } from './summary-reporter.js';

// Workspace packages resolve to their sources (condition "source" of their exports), so tests need
// no build.
const conditions = ['source', 'node', 'development|production'];
// graphql must load once: Node takes its "main" file, so Vite must not take its "module" file.
const alias = [
  { find: /^graphql$/, replacement: createRequire(import.meta.url).resolve('graphql') },
];

/** What both lanes of tests have in common. */
export const shared = {
  resolve: { conditions, alias },
  ssr: { resolve: { conditions } },
  test: {
    reporters: [['default', { summary: false }], new SummaryReporter()],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Files of one worker share loaded modules: loading them anew took most of the time (measured:
    // 720 tests in 127 s instead of over 10 min).
    isolate: false,
    sequence: { sequencer: LongFirstSequencer },
    // vitest leaves one processor free, which on a small CI machine is half of all; and one file in
    // three waits for a timer or a process.
    maxWorkers: availableParallelism() + 1,
  },
} satisfies ViteUserConfig;
