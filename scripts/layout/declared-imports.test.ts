import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { declaredImports } from './declared-imports.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'emporium-imports-'));
  manifest('', { devDependencies: { vitest: '1.0.0' } });
  manifest('subgraphs/cart', {
    name: '@emporium/cart',
    dependencies: { zod: '1.0.0' },
    devDependencies: { '@types/pg': '1.0.0' },
  });
  manifest('subgraphs/cart/events', { name: '@emporium/cart-events' });
});
afterEach(() => rmSync(root, { recursive: true }));

function manifest(folder: string, content: object): void {
  mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, folder, 'package.json'), JSON.stringify(content));
}

const problemsOf = (path: string, text: string) =>
  declaredImports(root, [{ path, text, lines: 1 }]);

test('what a service imports and does not declare is named, types and late imports included', () => {
  const undeclared = [
    `import { Redis } from 'ioredis';`,
    `import type { Pool } from 'ioredis/pool';`,
    `import {\n  a,\n  b,\n} from 'ioredis';`,
    `export { c } from 'ioredis';`,
    `import 'ioredis';`,
    `const { d } = await import('ioredis');`,
  ];
  for (const text of undeclared)
    expect(problemsOf('subgraphs/cart/src/store.ts', text), text).toEqual([
      'subgraphs/cart/package.json: name ioredis, which subgraphs/cart/src/store.ts imports',
    ]);
  expect(
    problemsOf('subgraphs/cart/src/store.ts', `import { x } from '@emporium/orders-events';`),
  ).toHaveLength(1);
  expect(
    problemsOf('subgraphs/cart/events/src/events.ts', `import { z } from 'zod';`),
  ).toHaveLength(1);
  // What only development installs is not there in production.
  expect(problemsOf('subgraphs/cart/src/store.ts', `import { v } from 'vitest';`)).toHaveLength(1);
});

test('declared packages, own files, Node and text that looks like an import are no problem', () => {
  for (const text of [
    `import { z } from 'zod/v4';`,
    `import { x } from './x.js';`,
    `import { y } from 'node:fs';\nimport z from 'fs';`,
    "const sample = `import { a } from 'ioredis'`;",
  ])
    expect(problemsOf('subgraphs/cart/src/store.ts', text), text).toEqual([]);
});

test('a test may use what the root has and every workspace', () => {
  expect(
    problemsOf(
      'subgraphs/cart/src/a.test.ts',
      `import { t } from 'vitest';\nimport { u } from '@emporium/testing/x';`,
    ),
  ).toEqual([]);
  expect(problemsOf('subgraphs/cart/src/a.test.ts', `import { t } from 'ioredis';`)).toHaveLength(
    1,
  );
});
