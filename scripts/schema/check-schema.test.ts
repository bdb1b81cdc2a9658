import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkSchema } from './check-schema.js';
import { sketch } from './fixtures/sketch.js';
import { generate } from './generate.js';
import { writeGenerated } from './generated-files.js';
import type { SubgraphSdl } from './subgraph-sdl.js';

let root = '';
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.test', ...args], {
    cwd: root,
  });
const event = {
  title: 'X',
  description: 'x',
  'x-topic': 'order_events',
  'x-schema-version': 1,
  'x-source': '/emporium/orders',
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'string' } },
};

async function problems(
  subgraphs: SubgraphSdl[],
  events = [event],
  against = 'HEAD',
  asked = true,
) {
  const results = await checkSchema(subgraphs, events, {
    root,
    against,
    asked,
    today: '2026-11-21',
  });
  return Object.fromEntries(
    results.map(({ title, problems: list, note }) => [
      title,
      note === undefined ? list : [...list, note],
    ]),
  );
}

const without = (name: string, text: RegExp) =>
  sketch().map((s) => (s.name === name ? { ...s, sdl: s.sdl.replace(text, '') } : s));

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'schema-check-'));
  git('init', '-q');
  git('commit', '-q', '--allow-empty', '-m', 'empty');
  writeGenerated(root, generate(sketch(), [event]));
  git('add', '.');
  git('commit', '-q', '-m', 'schema');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('unchanged code passes drift and history', async () => {
  const found = await problems(sketch());
  expect(found['composition without errors and hints']).toEqual([]);
  expect(found['committed schema = code']).toEqual(['']);
  expect(found['no breaking change']).toEqual(['3 contracts compared with HEAD']);
});

it('a schema file that was not regenerated is named, with the remedy', async () => {
  writeFileSync(join(root, 'schema/api.graphql'), 'type Query { a: Int }');
  writeFileSync(join(root, 'schema/events/OLD.json'), '{}');
  const found = await problems(sketch());
  expect(found['committed schema = code']).toEqual([
    'schema/api.graphql is out of date',
    'schema/events/OLD.json is no longer generated',
    'run npm run schema',
  ]);
});

it('a removed field breaks both contracts, a removed event its consumers', async () => {
  const found = await problems(without('cart', /totalQuantity: Int!/), []);
  expect(found['no breaking change']).toEqual([
    expect.stringContaining("schema/api.graphql: Field 'totalQuantity'"),
    expect.stringContaining("schema/storefront.graphql: Field 'totalQuantity'"),
    expect.stringContaining('X: is gone'),
    '3 contracts compared with HEAD',
  ]);
});

it('a composition hint fails like an error', async () => {
  const found = await problems(without('cart', /phone: String\s+(?=\}\s+input MoneyInput)/));
  expect(found['composition without errors and hints']).toEqual([
    expect.stringContaining('hint INCONSISTENT_INPUT_OBJECT_FIELD'),
  ]);
});

it('a ref without schema, or a missing default ref, has nothing to compare; a mistyped one is an error', async () => {
  expect((await problems(sketch(), [event], 'HEAD~'))['no breaking change']).toEqual([
    'HEAD~ has no schema yet: nothing to compare',
  ]);
  expect((await problems(sketch(), [event], 'HEAD~9', false))['no breaking change']?.[0]).toContain(
    'no commit HEAD~9 here',
  );
  expect((await problems(sketch(), [event], 'mian'))['no breaking change']?.[0]).toContain(
    'git knows no commit "mian"',
  );
});
