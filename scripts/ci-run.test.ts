import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

// .ci/run in a folder where npm, node and the engines are stand-ins.
let folder: string;
const program = (path: string, lines: string) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), `#!/usr/bin/env bash\n${lines}\n`);
  chmodSync(join(folder, path), 0o755);
};

/** `answers`: what `npm test`, `npm run check` and `npm run test:engines` do, as bash. */
function run(answers: { test?: string; check?: string; engines?: string } = {}, CONTAINERS = '') {
  const {
    test: tests = 'echo "3 passed, 0 failed, 1 skipped"',
    check = 'true',
    engines = 'echo "2 passed, 0 failed, 0 skipped"',
  } = answers;
  program(
    'bin/npm',
    `case "$*" in test) ${tests};; 'run check') ${check};; 'run test:engines') ${engines};; *) exit 9;; esac`,
  );
  const { status, stdout } = spawnSync('bash', [join(folder, 'repo/.ci/run')], {
    encoding: 'utf8',
    env: { ...process.env, CONTAINERS, PATH: `${join(folder, 'bin')}:${process.env.PATH}` },
  });
  return { status, stdout, last: stdout.trim().split('\n').at(-1) };
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'emporium-ci-'));
  mkdirSync(join(folder, 'repo/.ci'), { recursive: true });
  copyFileSync(join(import.meta.dirname, '../.ci/run'), join(folder, 'repo/.ci/run'));
  program('bin/chromium', 'true');
  program('repo/node_modules/.bin/node', 'echo postgres redis');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the last line sums tests, check and engines', () => {
  expect(run()).toMatchObject({ status: 0, last: '6 passed, 0 failed, 1 skipped' });
});

test('containers and cluster are skipped with a reason unless CONTAINERS=1 asks for them', () => {
  expect(run().stdout).toContain('containers and cluster: skipped, there is no ../shared/cluster');
  program('shared/cluster/up', 'exit 0');
  program('shared/cluster/status', 'exit 0');
  program('repo/scripts/ci/containers', 'echo "4 passed, 0 failed, 0 skipped"');
  program('repo/scripts/ci/cluster', 'echo "0 passed, 1 failed, 0 skipped"; exit 1');
  expect(run()).toMatchObject({ status: 0, last: '6 passed, 0 failed, 1 skipped' });
  expect(run().stdout).toContain('containers and cluster: skipped, CONTAINERS=1 runs them');
  expect(run({}, '1')).toMatchObject({ status: 1, last: '10 passed, 1 failed, 1 skipped' });
});

test('a failed step does not hide the later ones, and CI fails', () => {
  const result = run({ test: 'echo "3 passed, 2 failed, 0 skipped"; exit 1', check: 'exit 1' });
  expect(result).toMatchObject({ status: 1, last: '5 passed, 3 failed, 0 skipped' });
});

test('tests that end without their counts have failed', () => {
  expect(run({ test: 'echo crashed; exit 0' })).toMatchObject({
    status: 1,
    last: '3 passed, 1 failed, 0 skipped',
  });
});

test('a failing exit code counts even when the counts look well', () => {
  expect(run({ engines: 'echo "2 passed, 0 failed, 0 skipped"; exit 1' })).toMatchObject({
    status: 1,
    last: '6 passed, 1 failed, 1 skipped',
  });
});

test('counts are found behind colours and before the words of npm', () => {
  const test = String.raw`printf '\033[32m3 passed, 0 failed, 0 skipped\033[0m\nnpm notice\n'`;
  expect(run({ test }).last).toBe('6 passed, 0 failed, 0 skipped');
});

test('engines with an adapter are started, seen by their tests, and stopped; those that were up stay up', () => {
  program('shared/engines/status', '[[ $1 == redis ]]');
  program(
    'shared/engines/up',
    `echo "DATABASE_URL=postgres://up" > ${folder}/env; echo "$*" >> ${folder}/calls; echo ${folder}/env`,
  );
  program('shared/engines/down', `echo "stopping $*"`);
  const { stdout } = run({
    engines: 'echo "url is $DATABASE_URL"; echo "1 passed, 0 failed, 0 skipped"',
  });
  expect(stdout).toContain('url is postgres://up');
  expect(stdout).toContain('stopping postgres\n');
});

test('an engine that does not start is a failure, and the rest still runs', () => {
  program('shared/engines/status', 'false');
  program('shared/engines/up', 'echo "no disk"; exit 1');
  program('shared/engines/down', 'true');
  const result = run();
  expect(result.stdout).toContain('no disk');
  expect(result).toMatchObject({ status: 1, last: '6 passed, 1 failed, 1 skipped' });
});
