import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { csvFile } from './csv-file.js';

const folder = mkdtempSync(join(tmpdir(), 'csv-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('parts become one file, which stands under its name when it is complete', () => {
  const path = join(folder, 'new.csv');
  const file = csvFile(path);
  file.add('a\n');
  file.add('b\n');
  expect(existsSync(path)).toBe(false);
  file.complete();
  file.abandon();
  expect(readFileSync(path, 'utf8')).toBe('a\nb\n');
});

test('a command that fails leaves the file of before as it was, and no rest', () => {
  const path = join(folder, 'old.csv');
  writeFileSync(path, 'of before');
  const file = csvFile(path);
  file.add('half');
  file.abandon();
  expect(readFileSync(path, 'utf8')).toBe('of before');
  expect(existsSync(`${path}.partial`)).toBe(false);
});
