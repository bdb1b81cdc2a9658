import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

// A repository of one package with stand-ins for npm and turbo that note that they were called.
let root: string;
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const calls = () =>
  existsSync(join(root, 'calls'))
    ? readFileSync(join(root, 'calls'), 'utf8').trim().split('\n')
    : [];
const lock = (version: string) =>
  JSON.stringify({
    packages: { '': {}, 'node_modules/graphql': { version, integrity: 'sha512-A' } },
  });

function setup(...args: string[]) {
  rmSync(join(root, 'calls'), { force: true });
  const env = {
    ...process.env,
    npm_execpath: join(root, 'npm-cli.js'),
    npm_node_execpath: process.execPath,
  };
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(root, 'scripts/setup.mjs'), ...args],
    { env, encoding: 'utf8' },
  );
  return { status, stderr, calls: calls() };
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'emporium-setup-'));
  mkdirSync(join(root, 'scripts'));
  copyFileSync(join(import.meta.dirname, 'setup.mjs'), join(root, 'scripts/setup.mjs'));
  write('package-lock.json', lock('1.0.0'));
  write('tsconfig.base.json', '{}');
  write('turbo.json', '{}');
  write('packages/money/package.json', '{}');
  write('packages/money/tsconfig.json', '{}');
  write('packages/money/src/money.ts', 'export const a = 1;');
  for (const folder of ['subgraphs/cart', 'gateway', 'shop']) write(`${folder}/package.json`, '{}');
  write(
    'npm-cli.js',
    `const fs = require('node:fs'); const at = (p) => require('node:path').join(__dirname, p);
     fs.appendFileSync(at('calls'), 'npm ' + process.argv[2] + '\\n');
     if (fs.existsSync(at('registry-down'))) process.exit(7);
     fs.rmSync(at('node_modules'), { recursive: true, force: true });
     fs.mkdirSync(at('node_modules/.bin'), { recursive: true }); fs.writeFileSync(at('node_modules/.bin/node'), '');
     fs.mkdirSync(at('node_modules/turbo/bin'), { recursive: true }); fs.copyFileSync(at('turbo.js'), at('node_modules/turbo/bin/turbo'));`,
  );
  write(
    'turbo.js',
    `const fs = require('node:fs'); fs.appendFileSync('calls', 'turbo ' + process.argv[2] + '\\n');
     if (fs.existsSync('broken')) { console.error('money.ts is broken'); process.exit(1); }
     fs.mkdirSync('packages/money/dist', { recursive: true });
     for (const f of fs.readdirSync('packages/money/src')) fs.writeFileSync('packages/money/dist/' + f.replace('.ts', '.js'), '');`,
  );
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('a fresh clone is installed from the lockfile and built; after that nothing is done twice', () => {
  expect(setup().calls).toEqual(['npm ci', 'turbo run']);
  expect(setup()).toMatchObject({ status: 0, calls: [], stderr: '' });
});

test('tests need no build', () => expect(setup('--no-build').calls).toEqual(['npm ci']));

test('a changed lockfile is installed again', () => {
  setup();
  write('package-lock.json', lock('2.0.0'));
  expect(setup().calls).toContain('npm ci');
});

test('an install made by hand counts', () => {
  setup();
  write('package-lock.json', lock('2.0.0'));
  write('node_modules/.package-lock.json', lock('2.0.0'));
  expect(setup().calls).toEqual([]);
});

test('changed and new sources are built, tests are not sources', () => {
  setup();
  write('packages/money/src/money.test.ts', '');
  expect(setup().calls).toEqual([]);
  write('packages/money/src/money.ts', 'export const longer = 1;');
  expect(setup().calls).toEqual(['turbo run']);
  write('packages/money/src/second.ts', '');
  expect(setup().calls).toEqual(['turbo run']);
});

test('what was built from a removed source is removed, so that an old migration cannot run', () => {
  write('packages/money/src/old.ts', '');
  setup();
  expect(existsSync(join(root, 'packages/money/dist/old.js'))).toBe(true);
  rmSync(join(root, 'packages/money/src/old.ts'));
  setup();
  expect(existsSync(join(root, 'packages/money/dist/old.js'))).toBe(false);
  expect(existsSync(join(root, 'packages/money/dist/money.js'))).toBe(true);
});

test('a failed install stops with its exit code and is tried again the next time', () => {
  write('registry-down', '');
  expect(setup()).toMatchObject({
    status: 7,
    calls: ['npm ci'],
    stderr: expect.stringContaining('registry'),
  });
  rmSync(join(root, 'registry-down'));
  expect(setup()).toMatchObject({ status: 0, calls: ['npm ci', 'turbo run'] });
});

test('a failed build stops, shows what turbo says, and is tried again the next time', () => {
  write('broken', '');
  expect(setup()).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('money.ts is broken'),
  });
  rmSync(join(root, 'broken'));
  expect(setup().calls).toEqual(['turbo run']);
});
