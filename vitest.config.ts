import { defineConfig } from 'vitest/config';
import { SETTINGS_OF_THE_PRODUCT } from './scripts/vitest/engine-variables.js';
import { shared } from './scripts/vitest/shared-config.js';

// The same result on every machine: engines and settings of the caller are not seen (npm run
// test:engines is for them).
for (const name of SETTINGS_OF_THE_PRODUCT) delete process.env[name];

export default defineConfig({
  ...shared,
  test: {
    ...shared.test,
    include: [
      '{packages,subgraphs}/*/src/**/*.test.ts',
      '{gateway,shop}/src/**/*.test.ts',
      'scripts/**/*.test.ts',
      'e2e/**/*.{e2e,test}.ts',
    ],
    exclude: ['**/node_modules/**', '**/dist/**', '**/*.engines.test.ts'],
  },
});
