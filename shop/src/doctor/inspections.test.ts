// First, because it loads reflect-metadata, which the decorators of the entities need.
import '@emporium/platform/start-subgraph';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@emporium/platform/config/load-config';
import { compareClocks, compareVersion } from '@emporium/platform/inspection';
import { expect, test } from 'vitest';
import { checkSettings } from './check-configuration.js';
import { inspectDataFolder } from './inspect-data-folder.js';
import { migrationsFinding } from './inspect-databases.js';

const SECRET = 'a secret of the test with thirty-two bytes';

test('a clock that differs is noticed from two seconds and fails from thirty; the time of the answer does not count', () => {
  expect(compareClocks(1_500, 1_000, 9_000).status).toBe('ok');
  expect(compareClocks(500, 1_000, 9_000).status).toBe('ok');
  expect(compareClocks(12_000, 1_000, 9_000)).toMatchObject({
    status: 'warn',
    text: 'its clock is 3.0 s ahead of this machine',
  });
  expect(compareClocks(1_000, 41_000, 41_010)).toMatchObject({
    status: 'fail',
    text: 'its clock is 40.0 s behind this machine',
  });
});

test('an engine older than the shop runs on is named with what is needed', () => {
  expect(compareVersion('PostgreSQL', '18.3', 14).status).toBe('ok');
  expect(compareVersion('PostgreSQL', '13.9 (Debian)', 14)).toMatchObject({
    status: 'fail',
    remedy: 'use PostgreSQL 14 or newer',
  });
  expect(compareVersion('Redis', '', 6).status).toBe('fail');
});

test('a database of a newer version fails, one that lacks migrations is told of', () => {
  expect(migrationsFinding('users', undefined).status).toBe('warn');
  expect(migrationsFinding('users', ['Platform001Tables'])).toMatchObject({
    status: 'warn',
    text: expect.stringContaining('Users001Tables'),
  });
  expect(migrationsFinding('users', ['Users999Later'])).toMatchObject({
    status: 'fail',
    text: expect.stringContaining('Users999Later'),
  });
});

test('settings that are hardly meant are told of: an unfinished change of a secret, one secret for two, production without its address', () => {
  const texts = (env: Record<string, string>) =>
    checkSettings(
      loadConfig({ INTERNAL_SECRET: SECRET, PAYMENT_WEBHOOK_SECRET: `${SECRET}2`, ...env }),
    ).map(({ text }) => text);
  expect(texts({})).toEqual(['nothing unusual']);
  expect(texts({ INTERNAL_SECRET: `${SECRET},${SECRET}0` })).toEqual([
    'INTERNAL_SECRET: 2 values are accepted',
  ]);
  expect(texts({ PAYMENT_WEBHOOK_SECRET: SECRET })).toEqual([
    'INTERNAL_SECRET and PAYMENT_WEBHOOK_SECRET are the same',
  ]);
});

test.skipIf(process.platform === 'win32')(
  'a data folder that others can look into, or that is a file, is told of',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'emporium-doctor-'));
    try {
      const look = async (dataDir: string) =>
        (await inspectDataFolder.run({ dataDir } as never)).map(
          ({ status, text }) => `${status} ${text}`,
        );
      chmodSync(folder, 0o755);
      expect(await look(folder)).toContain('warn other users of the machine can look into it');
      writeFileSync(join(folder, 'file'), '');
      expect(await look(join(folder, 'file'))).toEqual([
        `fail ${join(folder, 'file')} is no folder`,
      ]);
      expect(await look(join(folder, 'none'))).toEqual([
        `ok ${join(folder, 'none')} will be made by the first start`,
      ]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
