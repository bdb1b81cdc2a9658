import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ATTACK_CASES } from '../../e2e/attack/cases/attack-cases.js';

const home = new URL('../../docs/security.md', import.meta.url);
const rows = readFileSync(home, 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (-+|attack)/.test(line));

test('every test that docs/security.md names exists, and every attack has one', () => {
  expect(rows.length).toBeGreaterThan(30);
  for (const row of rows) {
    const named = [...row.matchAll(/\[([^\]]+)\]\((\.\.\/[^)]+)\)/g)];
    expect(named, row).not.toEqual([]);
    for (const [, title = '', path = ''] of named) {
      const source = readFileSync(new URL(path, home), 'utf8');
      // A title is told in part; a file of one table of cases may be named by its own name.
      expect(source.includes(title) || path.includes(title), `${path}: ${title}`).toBe(true);
    }
  }
});

test('what npm run test:attack tries is what docs/security.md names', () => {
  const attacks = rows.map((row) => row.split('|')[1]!.trim());
  expect(
    ATTACK_CASES.map(({ attack }) => attack).filter((attack) => !attacks.includes(attack)),
  ).toEqual([]);
});
