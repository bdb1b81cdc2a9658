import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { deploymentLists } from './deployment-lists.js';
import { citedFiles } from './cited-files.js';
import { fileHabits } from './file-habits.js';
import { fileSizes } from './file-size.js';
import { oneKit } from './one-kit.js';
import { namedCommands } from './named-commands.js';
import { oneWayToWait } from './one-way-to-wait.js';
import { packageFaces } from './package-faces.js';
import { packagesWithoutDomain } from './packages-without-domain.js';
import { ports } from './ports.js';
import { silence } from './silence.js';
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

it('a comment that cites a page which is not there is named', () => {
  write('docs/rules.md', '');
  write('packages/a/README.md', '');
  // Put together here, so that this file is not told of its own example.
  const comment = (text: string) => ['/*', text, '*/'].join('* ');
  write('packages/a/fine.ts', `${comment('docs/rules.md, rule 1; README.md')}\nread('gone.md');`);
  write('packages/a/lost.ts', `${comment('as rules.md says')}\n${comment('Of ../gone.md.')}`);
  expect(citedFiles(root, sourceFiles(root))).toEqual([
    expect.stringContaining('packages/a/lost.ts: cites rules.md'),
    expect.stringContaining('packages/a/lost.ts: cites ../gone.md'),
  ]);
});

it('a command that a page names and that does not exist is named', () => {
  write('package.json', JSON.stringify({ scripts: { verify: 'a' } }));
  write('README.md', '`npm run verify`, then `npm run attack -- --fast` and `npm run NAME`');
  expect(namedCommands(root)).toEqual([expect.stringContaining('README.md: names npm run attack')]);
});

it('a deadline or a backoff made by hand is named, in product code only', () => {
  const lines = [
    'await fetch(url, { signal: AbortSignal.timeout(5) });',
    'await Promise.race([work, late]);',
    'timer = setTimeout(() => reject(new Error(text)), 5);',
    'const pause = Math.min(5_000, 100 * 2 ** failures);',
    "import pRetry from 'p-retry';",
  ];
  for (const [n, line] of lines.entries()) {
    write(`packages/kv/src/way-${n}.ts`, `\n${line}\n`);
    write(`packages/kv/src/way-${n}.test.ts`, line);
    write(`packages/resilience/src/way-${n}.ts`, line);
  }
  expect(oneWayToWait(sourceFiles(root))).toEqual(
    lines.map((_, n) => expect.stringContaining(`packages/kv/src/way-${n}.ts:2: takes`)),
  );
});

it('a second way for what every subgraph does is named', () => {
  const seconds = [
    "if (!order) return { userErrors: [notFound('There is no such order.')] };",
    'class Refused extends Error {\n  constructor(readonly errors: UserError[]) {\n    super();\n  }\n}',
    'const parsed = schema.safeParse(args);',
    'const result = await idempotent(ctx.em, call, effect);',
    "await query(ctx).insertInto('IdempotencyRecord').values(row).execute();",
    'const reason = z\n  .string()\n  .trim()\n  .max(500);',
    "const email = z.email('no address');",
    "const name = z.string().refine((text) => !/\\p{Cc}/u.test(text), 'no');",
    "const result = connection(rows, page, (row) => encodeCursor('name', row.name, row.id));",
    "throw badUserInput('The cursor is not one of this list.');",
    "throw new GraphQLError('no', { extensions: { code: 'FORBIDDEN' } });",
    "const PUBLIC = new Set(['UNAUTHENTICATED', 'FORBIDDEN']);",
    'export const checks: InvariantCheck[] = [];',
    'return inRanges(lastKey, find);',
    "jobs: [{ name: 'sweep', everyMs: 1_000, run: sweep }],",
    'async function onPaid(ctx: Ctx, event: Envelope<{ orderId: string }>) {}',
    "@ObjectType('CartPayload', { description: 'Answer.' })",
    "import type { Ctx as Context } from '@emporium/platform/context';",
    'export type CartCtx = PlatformCtx<CartServices>;',
    'const find = (ctx: Ctx<CartServices>) => ctx.services.carts;',
    'cart(@Ctx() ctx: Context): Promise<Cart> {',
    '  @Mutation(() => CartPayload, { nullable: true })\n  cartClear(@Context() ctx: Ctx) {\n    return clearCart(ctx);\n  }\n',
  ];
  for (const [n, text] of seconds.entries()) {
    write(`subgraphs/cart/src/cart/way-${n}.ts`, `\n${text}\n`);
    write(`subgraphs/cart/src/cart/way-${n}.test.ts`, text);
  }
  expect(oneKit(sourceFiles(root)).map((problem) => problem.split(': ')[0])).toEqual(
    seconds.map((_, n) => `subgraphs/cart/src/cart/way-${n}.ts:2`).toSorted(),
  );
});

it('the one way for what every subgraph does is no second one', () => {
  write(
    'packages/graphql/src/input/single-line.ts',
    "z.string().refine((text) => !/\\p{Cc}/u.test(text), 'no');",
  );
  write('packages/graphql/src/error-codes.ts', "new Set(['UNAUTHENTICATED']);");
  write('packages/platform/src/once.ts', 'await idempotent(ctx.em, call, effect);');
  write(
    'subgraphs/cart/src/cart/expire-carts.job.ts',
    'const expireCarts: Job = { everyMs: 1_000 };',
  );
  write('subgraphs/cart/src/invariants/sums.ts', 'const sums: InvariantCheck = { run };');
  write(
    'subgraphs/cart/src/context.ts',
    'export interface CartServices {}\nexport type Ctx = PlatformCtx<CartServices>;',
  );
  write('subgraphs/cart/src/cart/cart.payload.ts', "@ObjectType('CartPayload')");
  write(
    'subgraphs/cart/src/cart/pay.ts',
    'return { payment, userErrors: [declined()] };\nreturn { cart, userErrors: [] };',
  );
  write(
    'subgraphs/cart/src/cart/cart.resolver.ts',
    '  @Mutation(() => CartPayload)\n  cartClear() {\n    return asPayload(ctx, () => clearCart(ctx));\n  }\n',
  );
  expect(oneKit(sourceFiles(root))).toEqual([]);
});

it('a file that opens connections, and an adapter that an address chooses, needs a silence test', () => {
  write(
    'packages/kv/src/open-store.ts',
    "const { a } = await import('./old.adapter.js');\nimport { b } from './new.adapter.js';\n",
  );
  write('packages/kv/src/old.adapter.ts', "import { open } from './parts/client.adapter.js';\n");
  write('packages/kv/src/parts/client.adapter.ts', 'export const open = () => new Redis(url);');
  write('packages/kv/src/new.adapter.ts', "import { MongoClient } from 'mongodb';\n");
  write('packages/kv/src/probe.ts', 'await fetch(url);');
  write('packages/kv/src/probe.test.ts', 'await fetch(url);');
  const cover = (...paths: string[]) =>
    write(
      'packages/kv/src/silent.test.ts',
      `describeSilence('store', { opens: [${paths.map((path) => `'${path}'`).join(', ')}] });`,
    );
  cover('packages/kv/src/gone.ts');
  expect(silence(sourceFiles(root))).toEqual([
    expect.stringContaining('packages/kv/src/parts/client.adapter.ts: speaks'),
    expect.stringContaining('packages/kv/src/probe.ts: speaks'),
    expect.stringContaining('packages/kv/src/old.adapter.ts: speaks'),
    expect.stringContaining('packages/kv/src/new.adapter.ts: speaks'),
    expect.stringContaining('packages/kv/src/gone.ts: a describeSilence names it'),
  ]);
  cover(
    'packages/kv/src/parts/client.adapter.ts',
    'packages/kv/src/new.adapter.ts',
    'packages/kv/src/probe.ts',
  );
  expect(silence(sourceFiles(root))).toEqual([]);
});
