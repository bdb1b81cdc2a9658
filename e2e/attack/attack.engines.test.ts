import { expect, test } from 'vitest';
import { describeReport } from './describe-report.js';
import { runAttack } from './run-attack.js';

const minutes = Number(process.env['ATTACK_MINUTES'] ?? 2);
const SEED = 20_261;

test(
  'a shop in production mode withstands the known attacks and what a fuzzer draws from its schema, and a shopper beside notices nothing',
  async () => {
    const report = await runAttack({ seed: SEED, minutes, print: () => undefined });
    const text = describeReport(report).join('\n');
    expect(report.findings, text).toEqual([]);
    // A run that reached nothing would find nothing.
    expect(report.fuzz.answered.size, text).toBeGreaterThan(40);
  },
  minutes * 60_000 + 300_000,
);
