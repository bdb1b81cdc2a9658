import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { composeFile } from '../layout/compose-file.js';
import { SUBGRAPH_NAMES, subgraphNames } from '../schema/subgraph-names.js';
import { followList, strayFollowers } from '../subgraph-list/follow-list.js';
import { createSubgraph } from './create-subgraph.js';
import { namesOf } from './names.js';

const repository = join(import.meta.dirname, '../..');
let root: string;
const read = (file: string) => readFileSync(join(root, file), 'utf8');

const FOLLOWERS = [
  'shop/src/subgraphs.ts',
  'shop/package.json',
  'docker-compose.yml',
  'deploy/observability/prometheus.yml',
];

// The real files that follow the list: the test fails when one of them changes its shape.
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'emporium-new-'));
  for (const file of ['rover.yaml', ...FOLLOWERS, 'subgraphs/users/package.json']) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    cpSync(join(repository, file), join(root, file));
  }
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('a new subgraph is listed once, and everything that follows the list knows it', async () => {
  await createSubgraph(root, 'reviews');
  const { subgraphs } = parse(read('rover.yaml')) as {
    subgraphs: Record<string, { routing_url: string }>;
  };
  const ports = Object.values(subgraphs)
    .map((entry) => Number(new URL(entry.routing_url).port))
    .filter((port) => port > 0);
  expect(new Set(ports).size).toBe(ports.length);
  expect(subgraphs['reviews']?.routing_url).toBe(`http://localhost:${4000 + ports.length}/graphql`);
  expect(read('shop/src/subgraphs.ts')).toMatch(/import \{ reviews \}[\s\S]* reviews,?\s*\];/);
  expect(JSON.parse(read('shop/package.json')).dependencies).toHaveProperty('@emporium/reviews');
  expect(read('deploy/observability/prometheus.yml')).toContain(
    'names: [reviews], type: A, port: 4110',
  );
  // Folders that are watched are not in this copy.
  const compose = composeFile(root, subgraphNames(root), { has: () => true });
  expect(compose.filter((problem) => !problem.includes('is not there'))).toEqual([]);
  expect(read('docker-compose.yml')).toContain('SUBGRAPH_REVIEWS_URL: http://reviews:4010/graphql');
});

test('the repository follows its list, and what no longer stands in it is dropped', async () => {
  expect([...(await strayFollowers(repository, SUBGRAPH_NAMES)).keys()]).toEqual([]);
  await createSubgraph(root, 'reviews');
  await followList(root, SUBGRAPH_NAMES);
  for (const file of FOLLOWERS)
    expect(read(file), file).toBe(readFileSync(join(repository, file), 'utf8'));
});

test('its files are complete: no placeholder is left, versions are those of the other subgraphs', async () => {
  const files = (await createSubgraph(root, 'wishlists')).filter((file) =>
    file.startsWith('subgraphs/wishlists/'),
  );
  expect(files).toContain('subgraphs/wishlists/src/wishlist/create-wishlist.ts');
  expect(files).toContain('subgraphs/wishlists/src/migrations/wishlists-001-tables.ts');
  for (const file of files) expect(`${file}\n${read(file)}`).not.toMatch(/\{\{|\bnoun\b/);
  const { dependencies } = JSON.parse(read('subgraphs/wishlists/package.json'));
  expect(dependencies['type-graphql']).toBe(
    JSON.parse(read('subgraphs/users/package.json')).dependencies['type-graphql'],
  );
});

test('a name that is taken or no name is refused before anything is written', async () => {
  const before = read('rover.yaml');
  await expect(createSubgraph(root, 'users')).rejects.toThrow('exists already');
  await expect(createSubgraph(root, 'My-Reviews')).rejects.toThrow('is no name');
  expect(read('rover.yaml')).toBe(before);
  expect(existsSync(join(root, 'subgraphs/My-Reviews'))).toBe(false);
});

test.each([
  ['reviews', 'review'],
  ['categories', 'category'],
  ['stock', 'stock'],
  ['address', 'address'],
])('the noun of %s is %s', (name, noun) => expect(namesOf(name).noun).toBe(noun));
