import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Stryker } from '@stryker-mutator/core';
import { type Area, AREAS } from './areas.js';
import { scoreOf, survivorLines } from './score.js';

// npm run test:mutation [-- AREA ...]: changes the product line by line and counts which changes
// the tests notice. Results of unchanged code and tests are kept in .stryker, so a second run takes
// only what changed. Exits 1 when an area stays below the threshold.
const THRESHOLD = 85;

const root = join(import.meta.dirname, '../..');
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !AREAS.some((area) => area.name === name));
if (unknown.length) {
  console.error(
    `unknown area ${unknown.join(', ')}; there are: ${AREAS.map((area) => area.name).join(', ')}`,
  );
  process.exit(2);
}

const run = async ({ name, mutate, tests }: Area) => {
  // Stryker's own option for it never activates what runs while a module loads.
  process.env['MUTATION_TESTS'] = JSON.stringify(tests);
  return new Stryker({
    testRunner: 'vitest',
    vitest: { configFile: 'vitest.mutation.config.ts', pool: 'forks', related: false },
    plugins: ['@stryker-mutator/vitest-runner'],
    mutate,
    incremental: true,
    incrementalFile: join(root, '.stryker', `${name}.json`),
    tempDirName: join(root, '.stryker/copy'),
    ignorePatterns: ['dist', '.data', '.turbo', 'docs', 'deploy', 'bench'],
    // The compiler's library that Stryker would ask for is not part of TypeScript 7; nothing has to
    // be rewritten.
    tsconfigFile: 'none',
    concurrency: availableParallelism(),
    reporters: ['progress-append-only'],
    timeoutMS: 10_000,
    allowConsoleColors: false,
  }).runMutationTest();
};

const scores: { name: string; score: number; line: string }[] = [];
for (const area of AREAS) {
  if (asked.length && !asked.includes(area.name)) continue;
  const results = await run(area);
  const { score, noticed, counted } = scoreOf(results);
  console.log(survivorLines(results, root).join('\n'));
  scores.push({
    name: area.name,
    score,
    line: `${area.name.padEnd(10)} ${score.toFixed(1).padStart(5)} %  ${noticed} of ${counted}`,
  });
}
console.log(`\n${scores.map(({ line }) => line).join('\n')}`);
const low = scores.filter(({ score }) => score < THRESHOLD).map(({ name }) => name);
if (low.length) console.log(`below ${THRESHOLD} %: ${low.join(', ')}`);
process.exitCode = low.length ? 1 : 0;
