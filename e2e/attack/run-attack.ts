import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { buildSchema } from 'graphql';
import { attackCases, type TriedCase } from './cases/attack-cases.js';
import { fuzz, type Finding, type FuzzResult } from './fuzz.js';
import { preparePeople } from './people.js';
import { productionShop } from './production-shop.js';
import { watchBystander, type Bystander } from './watch-bystander.js';

const VERIFY_ROUNDS = 6;
const VERIFY_PAUSE_MS = 5_000;

export interface AttackOptions {
  seed: number;
  minutes: number;
  print(line: string): void;
}

export interface AttackReport {
  cases: TriedCase[];
  fuzz: FuzzResult;
  bystander: Bystander;
  /** Everything that must not be. */
  findings: Finding[];
}

/**
 * Starts a shop in production mode, tries the known attacks on it and then what the seed draws from
 * its schema, beside a shopper.
 */
export async function runAttack({ seed, minutes, print }: AttackOptions): Promise<AttackReport> {
  const schema = buildSchema(
    readFileSync(new URL('../../schema/api.graphql', import.meta.url), 'utf8'),
    { assumeValidSDL: true },
  );
  print('starting a shop in production mode ...');
  const { shop, prepared } = await productionShop(preparePeople);
  try {
    const callBack = watchBystander(shop.url);
    print('trying the attacks of docs/security.md ...');
    const cases = await attackCases(shop.url, prepared);
    print(`sending what seed ${seed} draws from the schema for ${minutes} minute(s) ...`);
    const fuzzed = await fuzz({
      url: shop.url,
      schema,
      seed,
      until: Date.now() + minutes * 60_000,
      prepared,
    });
    const bystander = await callBack();
    const findings: Finding[] = [
      ...cases.flatMap(({ attack, problems }) =>
        problems.map((problem): Finding => ({
          what: `${attack}: ${problem}`,
          role: 'ANONYMOUS',
          count: 1,
        })),
      ),
      ...fuzzed.findings,
      ...[...new Set(bystander.errors)].map((what): Finding => ({
        what,
        role: 'BYSTANDER',
        count: 1,
      })),
      ...shop
        .failures()
        .map((what): Finding => ({ what: `logged: ${what}`, role: 'SHOP', count: 1 })),
      ...(await problemsOf(shop.command)),
    ];
    return { cases, fuzz: fuzzed, bystander, findings };
  } finally {
    await shop.stop();
  }
}

/** What an attack must not have broken for good; asked until what is on its way has arrived. */
async function problemsOf(
  command: (name: string) => Promise<Record<string, unknown>[]>,
): Promise<Finding[]> {
  let problems: string[] = [];
  for (let round = 0; round < VERIFY_ROUNDS; round++) {
    const texts = (await command('verify')).map(({ text, message }) => String(text ?? message));
    problems = texts.filter((text) => /^FAIL|^ {10}/.test(text));
    if (problems.length === 0) return [];
    await wait(VERIFY_PAUSE_MS);
  }
  return problems.map((text): Finding => ({ what: `verify: ${text}`, role: 'SHOP', count: 1 }));
}
