import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  announceSetup,
  readRunFile,
  removeRunFile,
  withdrawSetup,
  writeRunFile,
} from './run-file.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'run-file-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a shop that is set up says so until it runs or gives up', () => {
  announceSetup(folder);
  expect(readRunFile(folder)).toMatchObject({ pid: process.pid, state: 'setting-up' });
  withdrawSetup(folder);
  expect(readRunFile(folder)).toBeUndefined();
});

test('the word of a living shop is not taken away, that of a dead one is', () => {
  const other = { graphqlUrl: 'x', opsUrl: 'x', token: 'x' };
  writeRunFile(folder, { ...other, pid: process.ppid });
  announceSetup(folder);
  withdrawSetup(folder);
  expect(readRunFile(folder)).toMatchObject({ pid: process.ppid, state: 'running' });
  removeRunFile(folder);
  writeRunFile(folder, { ...other, pid: 2 ** 30 });
  announceSetup(folder);
  expect(readRunFile(folder)).toMatchObject({ pid: process.pid, state: 'setting-up' });
});
