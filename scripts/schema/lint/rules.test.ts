import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { sketch } from '../fixtures/sketch.js';
import { parseSubgraphs } from './lint-input.js';
import { RULES } from './rules.js';

const subgraphs = parseSubgraphs(sketch());

it.each(RULES)('the sketch of the design keeps the rule $name', (rule) => {
  const findings = rule.check(subgraphs).map(({ where, message }) => `${where} ${message}`);
  // The sketch breaks rule 10 once: orderTransition takes a version but cannot say that it is
  // stale.
  expect(findings).toEqual(
    rule.name === 'conflict-errors'
      ? ['orders: Mutation.orderTransition add VersionConflictError to union OrderError']
      : [],
  );
});

it('every rule is shown to go red', () => {
  const folder = new URL('./', import.meta.url);
  const files = readdirSync(folder);
  const exempt = new Set([
    'broken.ts',
    'elements.ts',
    'entity-owner.ts',
    'lint-input.ts',
    'rules.ts',
    'type-text.ts',
  ]);
  const untested = files.filter(
    (f) =>
      !f.endsWith('.test.ts') && !exempt.has(f) && !files.includes(f.replace('.ts', '.test.ts')),
  );
  expect(untested).toEqual([]);
});
