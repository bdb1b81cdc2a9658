import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
/** Programs start something when they are loaded; the others are loaded by tests only. */
const NOT_FOR_LOADING =
  /\/(main|services|command|fake-provider)\.js$|\.(contract|fixture)\.js$|packages\/testing\/|\/node_modules\//;

test('Node loads every built module: what vitest forgives, such as names of CommonJS packages, it does not', async () => {
  const urls = globSync('{packages/*,subgraphs/*,subgraphs/*/events,gateway,shop}/dist/**/*.js', {
    cwd: root,
  })
    .filter((path) => !NOT_FOR_LOADING.test(path))
    .map((path) => pathToFileURL(join(root, path)).href);
  expect(urls.length).toBeGreaterThan(500);
  const program = `const failed = [];
    for (const url of ${JSON.stringify(urls)}) await import(url).catch((error) => failed.push(url + ' ' + error));
    console.log(JSON.stringify(failed)); process.exit(0);`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', program],
    { cwd: root },
  );
  expect(JSON.parse(stdout.trim().split('\n').at(-1)!)).toEqual([]);
}, 120_000);
