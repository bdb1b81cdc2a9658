import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { packageName } from '../subgraph-list/package-name.js';
import { packagesWithoutDomain } from './packages-without-domain.js';
import { subgraphFolders } from './subgraph-folders.js';

let root = '';
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'shared-name-'));
  write('packages/prices/package.json', '{}');
  for (const file of ['README.md', 'src/main.ts', 'src/subgraph.ts'])
    write(`subgraphs/prices/${file}`, '');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('a subgraph that is called like a package has a name of its own', () => {
  const manifest = (name: string) =>
    write('subgraphs/prices/package.json', JSON.stringify({ name, exports: { './subgraph': {} } }));
  expect(packageName('carts', root)).toBe('@emporium/carts');
  manifest('@emporium/prices-subgraph');
  expect(subgraphFolders(root, ['prices'])).toEqual([]);
  manifest('@emporium/prices');
  expect(subgraphFolders(root, ['prices'])).toEqual([
    expect.stringContaining('write @emporium/prices-subgraph'),
  ]);
});

it('a package may say its own name, and no other subgraph', () => {
  const file = (path: string) => ({ path, text: `const pricesRule = 1;\nconst cartsRule = 2;\n` });
  const found = (path: string) => packagesWithoutDomain([file(path)], ['prices', 'carts']);
  expect(found('packages/prices/src/a.ts')).toEqual([expect.stringContaining('carts')]);
  expect(found('packages/money/src/a.ts')).toHaveLength(2);
});
