import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLedgerFile, type LedgerEntry } from './ledger-file.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'emporium-ledger-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const path = () => join(folder, 'ledger.jsonl');
const entry = (n: number): LedgerEntry => ({
  at: `2026-01-01T00:00:0${n}.000Z`,
  op: 'charge',
  key: `order-${n} "quoted" €`,
  ref: `ch_${n}`,
  orderRef: `ord_${n}`,
  amount: 100 * n,
  currency: 'EUR',
  status: 'succeeded',
});
const text = (n: number) => `${JSON.stringify(entry(n))}\n`;

test('wherever an entry was torn, every whole one is kept, before and behind the tear, and the next one can be written', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 3 }),
      fc.nat({ max: 3 }),
      fc.integer({ min: 1, max: text(9).length - 2 }),
      (before, behind, length) => {
        const kept = [
          ...Array.from({ length: before }, (_, n) => n),
          ...Array.from({ length: behind }, (_, n) => 4 + n),
        ];
        const torn = text(9).slice(0, length);
        writeFileSync(
          path(),
          kept.slice(0, before).map(text).join('') + torn + kept.slice(before).map(text).join(''),
        );
        const first = openLedgerFile(folder);
        expect(first.entries).toEqual(kept.map(entry));
        first.append(entry(8));
        first.close();
        const again = openLedgerFile(folder);
        expect(again.entries).toEqual([...kept, 8].map(entry));
        again.close();
      },
    ),
    { numRuns: 200 },
  );
});

test('torn bytes are set aside, not thrown away', () => {
  writeFileSync(path(), `${text(1)}{"at":"2026\n${text(2)}`);
  openLedgerFile(folder).close();
  expect(readFileSync(`${path()}.torn`, 'utf8')).toBe('{"at":"2026\n');
  expect(readFileSync(path(), 'utf8')).toBe(text(1) + text(2));
});

test('books without a tear are opened as they are', () => {
  writeFileSync(path(), text(1) + text(2));
  openLedgerFile(folder).close();
  expect(readFileSync(path(), 'utf8')).toBe(text(1) + text(2));
});
