import { parseArgs } from 'node:util';
import { describeReport } from './describe-report.js';
import { runAttack } from './run-attack.js';

// npm run test:attack -- [--minutes M] [--seed N]
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
  },
});
const print = (line: string) => void process.stdout.write(`${line}\n`);
const [seed, minutes] = [Number(values.seed), Number(values.minutes)];

print(`seed ${seed}`);
const report = await runAttack({ seed, minutes, print });
describeReport(report).forEach(print);
print(`repeat with: npm run test:attack -- --minutes ${minutes} --seed ${seed}`);
process.exit(report.findings.length === 0 ? 0 : 1);
