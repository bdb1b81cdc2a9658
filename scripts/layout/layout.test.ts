import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { deploymentLists } from './deployment-lists.js';
import { fileHabits } from './file-habits.js';
import { fileSizes } from './file-size.js';
import { packageFaces } from './package-faces.js';
import { packagesWithoutDomain } from './packages-without-domain.js';
import { ports } from './ports.js';
import { sourceFiles } from './source-files.js';
import { subgraphFolders } from './subgraph-folders.js';

let root = '';
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const subgraph = (name: string, exported: string[]) => {
  write(
    `subgraphs/${name}/package.json`,
    JSON.stringify({
      name: `@emporium/${name}`,
      exports: Object.fromEntries(exported.map((path) => [path, {}])),
    }),
  );
  for (const file of ['README.md', 'src/main.ts', 'src/subgraph.ts'])
    write(`subgraphs/${name}/${file}`, '');
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'layout-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('a subgraph that shows its inside, lacks a file or is not listed is named', () => {
  subgraph('users', ['./subgraph']);
  subgraph('cart', ['./subgraph', './store']);
  subgraph('gifts', ['./subgraph']);
  rmSync(join(root, 'subgraphs/users/README.md'));
  expect(subgraphFolders(root, ['users', 'cart', 'orders'])).toEqual([
    expect.stringContaining('subgraphs/gifts is not in rover.yaml'),
    'subgraphs/users/README.md is missing',
    expect.stringContaining('subgraphs/cart/package.json: exports ./store'),
    expect.stringContaining('rover.yaml lists orders'),
  ]);
});

it('events are a package of their own, called after their subgraph', () => {
  subgraph('users', ['./subgraph', './events']);
  subgraph('cart', ['./subgraph']);
  write('subgraphs/cart/src/events.ts', '');
  write('subgraphs/users/events/package.json', JSON.stringify({ name: '@emporium/user-events' }));
  expect(subgraphFolders(root, ['users', 'cart'])).toEqual([
    expect.stringContaining('exports ./events'),
    expect.stringContaining('write @emporium/users-events'),
    expect.stringContaining('move it to subgraphs/cart/events/src'),
  ]);
});

it('compose, chart and schema folder list the same subgraphs; engines alone are fine', () => {
  write('docker-compose.yml', 'services: { kafka: {}, postgres: {} }');
  expect(deploymentLists(root, ['users', 'cart'])).toEqual([]);
  write('docker-compose.yml', 'services: { kafka: {}, users: {} }');
  write('deploy/helm/emporium/services.yaml', '{ gateway: {}, users: {}, cart: {}, gifts: {} }');
  write('schema/subgraphs/users.graphql', '');
  expect(deploymentLists(root, ['users', 'cart'])).toEqual([
    'docker-compose.yml: cart is missing, but rover.yaml lists it',
    'deploy/helm/emporium/services.yaml: gifts is not in rover.yaml: run npm run docs',
    expect.stringContaining('schema/subgraphs: cart is missing'),
  ]);
});

it('a port out of order is named', () => {
  const listed = [
    {
      name: 'users',
      routingUrl: 'http://localhost:4002/graphql',
      file: 'schema/subgraphs/users.graphql',
    },
  ];
  expect(ports(listed)).toEqual([expect.stringContaining('write http://localhost:4001/graphql')]);
});

it('a package without exports, a root export and a forgotten workspace are named', () => {
  write('package.json', JSON.stringify({ workspaces: ['gateway', 'packages/*'] }));
  write('packages/a/package.json', '{}');
  write('packages/b/package.json', JSON.stringify({ exports: { '.': './src/index.ts' } }));
  expect(packageFaces(root)).toEqual([
    expect.stringContaining('"subgraphs/*"'),
    expect.stringContaining('"subgraphs/*/events"'),
    expect.stringContaining('packages/a'),
    expect.stringContaining('drop the export "."'),
  ]);
});

it('a package that names a subgraph, a topic or a provider is named; words that only look so are not', () => {
  write(
    'subgraphs/users/events/src/events.ts',
    "defineEvent('USER_CREATED', 'auth_events', z.object({}))",
  );
  write('packages/a/src/topics.ts', "export const TOPICS = ['auth_events'];");
  write('packages/a/src/names.ts', "const first = 1;\nexport const NAMES = ['users'];");
  write('packages/a/src/variable.ts', 'export const fields = { USERS_DATABASE_URL: text };');
  write('packages/a/src/settings.ts', 'export const usersPerMinute = 5;');
  write('packages/a/src/provider.ts', "const key = 'S3_REGION';");
  write(
    'packages/a/src/fine.ts',
    "/* 'users' */ const scope = 'read:users'; // stripe\nconst users = [1];",
  );
  write('packages/a/src/fine.test.ts', "const name = 'users';");
  write('subgraphs/cart/src/fine.ts', "const name = 'users';");
  expect(packagesWithoutDomain(sourceFiles(root), ['users', 'cart'])).toEqual([
    expect.stringContaining('packages/a/src/names.ts:2: names the subgraph users'),
    expect.stringContaining('packages/a/src/provider.ts:1: names the provider s3'),
    expect.stringContaining('packages/a/src/settings.ts:1: names the subgraph users'),
    expect.stringContaining('packages/a/src/topics.ts:1: names the topic auth_events'),
    expect.stringContaining('packages/a/src/variable.ts:1: names the subgraph users'),
  ]);
});

it('a long file needs a reason, a high median is named, migrations do not count', () => {
  write('gateway/src/long.ts', 'x;\n'.repeat(251));
  write('gateway/src/reasoned.ts', `// long because the table is one table\n${'x;\n'.repeat(300)}`);
  write('gateway/src/migrations/m.ts', 'x;\n'.repeat(400));
  for (const name of ['a', 'b', 'c']) write(`gateway/src/${name}.ts`, 'x;\n');
  expect(fileSizes(sourceFiles(root))).toEqual([
    expect.stringContaining('gateway/src/long.ts has 251 lines'),
  ]);
  for (const name of ['a', 'b', 'c']) write(`gateway/src/${name}.ts`, 'x;\n'.repeat(61));
  expect(fileSizes(sourceFiles(root)).at(-1)).toContain('the median file has 61 lines');
});

it('vague names, barrels and default exports are named', () => {
  write('packages/a/src/utils.ts', 'const a = 1;');
  write(
    'packages/a/src/faces.ts',
    "// all of it\nexport * from './a.js';\nexport type { B } from './b.js';\n",
  );
  write('packages/a/src/main.ts', 'export default 1;');
  write('packages/a/src/fine.ts', "export { a } from './a.js';\nexport const b = 1;");
  expect(fileHabits(sourceFiles(root)).map((problem) => problem.split(':')[0])).toEqual([
    'packages/a/src/faces.ts',
    'packages/a/src/main.ts',
    'packages/a/src/utils.ts',
  ]);
});
