import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type LockedPackage, lockfileProblems } from './lockfile-problems.js';
import { missingPlatformEntries } from './platform-entries.js';

const root = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const sound: LockedPackage = { version: '16.15.0', integrity: 'sha512-AAAA' };
const problemsOf = (entry: LockedPackage, path = 'node_modules/graphql') =>
  lockfileProblems({ [path]: entry }, {});

test('every locked package comes from a registry with integrity, above the version floors, its install script decided on', () => {
  const { packages } = JSON.parse(read('package-lock.json'));
  const { allowScripts } = JSON.parse(read('package.json'));
  expect(Object.keys(packages).length).toBeGreaterThan(100);
  expect(lockfileProblems(packages, allowScripts)).toEqual([]);
});

test('no package runs code when it is installed', () => {
  expect(
    Object.entries(JSON.parse(read('package.json')).allowScripts).filter(([, allowed]) => allowed),
  ).toEqual([]);
});

test('the lockfile names no registry, so that it works behind any mirror', () => {
  expect(read('package-lock.json')).not.toMatch(/https?:\/\/[^"]*\.tgz/);
});

test('the binaries of every platform stand in the lockfile, so that npm ci takes it (else: npx tsx scripts/lockfile/complete.ts)', () => {
  expect(missingPlatformEntries(JSON.parse(read('package-lock.json')).packages)).toEqual({});
});

test('a binary that npm left out gets an entry for its platform', () => {
  const parent = {
    ...sound,
    dev: true,
    optionalDependencies: {
      '@oxlint/binding-linux-arm64-musl': '1.2.3',
      '@turbo/windows-64': '2.0.0',
      fsevents: '~2.3.3',
    },
  };
  expect(missingPlatformEntries({ 'node_modules/parent': parent })).toEqual({
    'node_modules/@oxlint/binding-linux-arm64-musl': {
      version: '1.2.3',
      cpu: ['arm64'],
      libc: ['musl'],
      os: ['linux'],
      dev: true,
      optional: true,
    },
    'node_modules/@turbo/windows-64': {
      version: '2.0.0',
      cpu: ['x64'],
      os: ['win32'],
      dev: true,
      optional: true,
    },
  });
});

test('a sound entry passes', () => expect(problemsOf(sound)).toEqual([]));

test.each<[string, LockedPackage]>([
  ['a version below its floor', { ...sound, version: '16.10.9' }],
  ['a release candidate of the floor', { ...sound, version: '16.11.0-rc.1' }],
  ['missing integrity', { version: '16.15.0' }],
  ['weak integrity', { ...sound, integrity: 'sha1-AAAA' }],
  [
    'missing integrity on the platform that CI runs on',
    { version: '16.15.0', optional: true, os: ['linux'], cpu: ['x64'], libc: ['glibc'] },
  ],
  ['a git source', { ...sound, version: 'git+ssh://git@example.test/a.git#1' }],
  ['an http source', { ...sound, resolved: 'http://example.test/a.tgz' }],
  ['a link out of the workspaces', { link: true, resolved: '../elsewhere' }],
  ['an install script nobody decided on', { ...sound, hasInstallScript: true }],
])('%s is refused', (_what, entry) => expect(problemsOf(entry)).toHaveLength(1));

test('a floor holds for nested and renamed copies too', () => {
  expect(
    problemsOf({ ...sound, version: '15.0.0' }, 'node_modules/a/node_modules/graphql'),
  ).toHaveLength(1);
  expect(
    problemsOf({ ...sound, name: 'graphql', version: '15.0.0' }, 'node_modules/graphql-old'),
  ).toHaveLength(1);
});
