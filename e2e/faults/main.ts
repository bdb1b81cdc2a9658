import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { enginesTool, startOwnEngines } from './own-engines.js';
import { describeResults, runFaults } from './run-faults.js';
import { describeFault, FAULT_KINDS, planFaults, type FaultKind } from './schedule.js';
import { startServices, type Services } from './services.js';

// npm run test:faults -- [--seed N] [--minutes M] [--replicas R] [--shoppers S] [--only link,kill]
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 100_000) },
    minutes: { type: 'string', default: '5' },
    replicas: { type: 'string', default: '2' },
    shoppers: { type: 'string', default: '4' },
    only: { type: 'string', default: FAULT_KINDS.join() },
  },
});
const [seed, minutes, replicas, shoppers] = [
  values.seed,
  values.minutes,
  values.replicas,
  values.shoppers,
].map(Number) as [number, number, number, number];
const print = (line: string) => void process.stdout.write(`${line}\n`);

const tool = enginesTool();
if (!tool) {
  print(
    'test:faults kills engines, so it starts its own: set ENGINES_TOOL to the folder of the engines tool.',
  );
  process.exit(1);
}
const faults = planFaults(seed, minutes, replicas, values.only.split(',') as FaultKind[]);
print(
  `seed ${seed}, ${minutes} minute(s), ${replicas} replica(s), ${shoppers} shoppers; the schedule:`,
);
for (const fault of faults) print(describeFault(fault));

const engines = await startOwnEngines(tool);
let services: Services | undefined;
// Nothing that was started may outlive an interrupted run.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void (async () => {
      await services?.stop();
      await engines.close();
      process.exit(130);
    })();
  });
}
try {
  print('\nstarting the services ...');
  services = await startServices(engines, replicas);
  try {
    const seeded = await services.command('seed');
    if (seeded.code !== 0) throw new Error(`the demo shop was not set up:\n${seeded.output}`);
    const { results, history } = await runFaults({
      engines,
      services,
      seed,
      faults,
      replicas,
      shoppers,
      print,
    });
    const folder = mkdtempSync(join(tmpdir(), `emporium-faults-${seed}-`));
    writeFileSync(
      join(folder, 'history.jsonl'),
      history.happenings.map((happening) => `${JSON.stringify(happening)}\n`).join(''),
    );
    writeFileSync(join(folder, 'services.log'), services.log());
    print(`\nhistory (every request: ${folder}):`);
    for (const line of history.summary()) print(line);
    print('');
    for (const line of describeResults(results)) print(line);
    const failed = results.filter(({ found }) => found.length > 0).length;
    print(
      `\n${failed === 0 ? 'all invariants hold' : `${failed} invariant(s) violated`}; repeat with --seed ${seed} --minutes ${minutes}`,
    );
    process.exitCode = failed === 0 ? 0 : 1;
  } finally {
    await services.stop();
  }
} finally {
  await engines.close();
}
