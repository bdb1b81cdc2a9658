import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createSubgraph } from './create-subgraph.js';
import { namesOf } from './names.js';
import { registrations } from './register.js';

const repository = join(import.meta.dirname, '../..');
let root: string;
const read = (file: string) => readFileSync(join(root, file), 'utf8');

// The real files that a subgraph is registered in: the test fails when one of them changes its shape.
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'emporium-new-'));
  for (const file of [...registrations.map((edit) => edit.file), 'subgraphs/users/package.json']) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    cpSync(join(repository, file), join(root, file));
  }
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('a new subgraph is known everywhere that has to know it', () => {
  createSubgraph(root, 'reviews');
  const { subgraphs } = parse(read('rover.yaml')) as { subgraphs: Record<string, { routing_url: string }> };
  const ports = Object.values(subgraphs).map((entry) => Number(new URL(entry.routing_url).port));
  expect(new Set(ports).size).toBe(ports.length);
  expect(subgraphs['reviews']?.routing_url).toBe(`http://localhost:${4000 + ports.length}/graphql`);
  expect(read('packages/platform/src/define-subgraph.ts')).toMatch(/SubgraphName =[^;]*\| 'reviews';/);
  expect(read('packages/platform/src/config/config.ts')).toMatch(/SUBGRAPH_NAMES.* = \[[^\]]*'reviews'\]/);
  expect(read('packages/platform/src/config/environment-schema.ts')).toMatch(/REVIEWS_DATABASE_URL: .*\n[\s\S]*SUBGRAPH_REVIEWS_URL: /);
  expect(read('shop/src/subgraphs.ts')).toMatch(/import \{ reviews \}[\s\S]*, reviews\];/);
  expect(JSON.parse(read('shop/package.json')).dependencies).toHaveProperty('@emporium/reviews');
});

test('its files are complete: no placeholder is left, versions are those of the other subgraphs', () => {
  const files = createSubgraph(root, 'wishlists').filter((file) => file.startsWith('subgraphs/wishlists/'));
  expect(files).toContain('subgraphs/wishlists/src/wishlist/create-wishlist.ts');
  expect(files).toContain('subgraphs/wishlists/src/migrations/wishlists-001-tables.ts');
  for (const file of files) expect(`${file}\n${read(file)}`).not.toMatch(/\{\{|\bnoun\b/);
  const { dependencies } = JSON.parse(read('subgraphs/wishlists/package.json'));
  expect(dependencies['type-graphql']).toBe(JSON.parse(read('subgraphs/users/package.json')).dependencies['type-graphql']);
});

test('a name that is taken or no name is refused before anything is written', () => {
  const before = read('rover.yaml');
  expect(() => createSubgraph(root, 'users')).toThrow('exists already');
  expect(() => createSubgraph(root, 'My-Reviews')).toThrow('is no name');
  expect(read('rover.yaml')).toBe(before);
  expect(existsSync(join(root, 'subgraphs/My-Reviews'))).toBe(false);
});

test.each([
  ['reviews', 'review'],
  ['categories', 'category'],
  ['stock', 'stock'],
  ['address', 'address'],
])('the noun of %s is %s', (name, noun) => expect(namesOf(name).noun).toBe(noun));
