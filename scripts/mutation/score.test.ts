import { expect, test } from 'vitest';
import { type Mutant, scoreOf, survivorLines } from './score.js';

const mutant = (status: string, line = 1): Mutant => ({
  fileName: '/shop/packages/money/src/money.ts',
  status,
  mutatorName: 'ConditionalExpression',
  replacement: 'if\n  (true)',
  location: { start: { line, column: 2 } },
});

test('the score counts changes that no test reaches, and leaves out those that could not run', () => {
  const mutants = [
    'Killed',
    'Timeout',
    'Killed',
    'Survived',
    'NoCoverage',
    'RuntimeError',
    'Ignored',
  ].map((status) => mutant(status));
  expect(scoreOf(mutants)).toEqual({ score: 60, noticed: 3, counted: 5 });
  expect(scoreOf([]).score).toBe(100);
});

test('survivors are named by place', () => {
  expect(survivorLines([mutant('Killed'), mutant('Survived', 7)], '/shop')).toEqual([
    'packages/money/src/money.ts:7:2 Survived ConditionalExpression -> if (true)',
  ]);
});
