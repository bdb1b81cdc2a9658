import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { enginesTool, startOwnEngines } from './own-engines.js';
import { RED_PROOFS, type RedProof } from './red-proof.js';
import { describeResults, runFaults } from './run-faults.js';
import { startServices } from './services.js';
import type { CheckResult } from './check-results.js';

// npm run test:faults:red -- [lease] [deadline] …: takes out one protection after the other; each
// time an invariant must be seen violated.
const print = (line: string) => void process.stdout.write(`${line}\n`);
const REPLICAS = 2;
const root = join(import.meta.dirname, '../..');

/** Edits that do not fit the built code; a proof that takes out nothing proves nothing. */
function stale({ edits }: RedProof): string[] {
  const timesIn = (file: string, text: string) =>
    existsSync(join(root, file))
      ? readFileSync(join(root, file), 'utf8').split(text).length - 1
      : 0;
  return edits
    .filter(({ file, from }) => timesIn(file, from) !== 1)
    .map(({ file, from }) => `${file} does not have this once: ${from}`);
}

/** Runs the shop without a protection; resolves with the results that are red. */
async function runWithout(tool: string, { edits, faults, red }: RedProof) {
  const isEnough = (results: readonly CheckResult[]) =>
    results.some(({ id, found }) => found.length > 0 && red.includes(id));
  const file = join(mkdtempSync(join(tmpdir(), 'emporium-red-')), 'edits.json');
  writeFileSync(file, JSON.stringify(edits));
  const option = `--import=${pathToFileURL(join(import.meta.dirname, 'preload/taken-out.ts')).href}?edits=${encodeURIComponent(file)}`;
  const engines = await startOwnEngines(tool);
  try {
    const services = await startServices(engines, REPLICAS, { NODE_OPTIONS: option });
    try {
      const seeded = await services.command('seed');
      if (seeded.code !== 0) throw new Error(`the demo shop was not set up:\n${seeded.output}`);
      const { results } = await runFaults({
        engines,
        services,
        seed: 1,
        faults,
        replicas: REPLICAS,
        shoppers: 3,
        print,
        isEnough,
      });
      return results.filter(({ found }) => found.length > 0);
    } finally {
      await services.stop();
    }
  } finally {
    await engines.close();
  }
}

const tool = enginesTool();
const names = process.argv.slice(2);
for (const name of names.length > 0 ? names : Object.keys(RED_PROOFS)) {
  const proof = RED_PROOFS[name];
  if (!tool || !proof) {
    print(
      tool
        ? `there is no proof ${name}; there are ${Object.keys(RED_PROOFS).join(', ')}`
        : 'set ENGINES_TOOL to the engines tool',
    );
    process.exit(1);
  }
  const problems = stale(proof);
  for (const problem of problems) print(`== ${name}: ${problem}`);
  if (problems.length > 0) {
    process.exitCode = 1;
    continue;
  }
  print(`\n== ${name} taken out: ${proof.what}`);
  const violated = await runWithout(tool, proof);
  for (const line of describeResults(violated)) print(line);
  const isRed = violated.some(({ id }) => proof.red.includes(id));
  print(
    isRed
      ? `== ${name}: red, as it must be`
      : `== ${name}: NOT SEEN: none of ${proof.red.join(', ')} is violated`,
  );
  if (!isRed) process.exitCode = 1;
}
