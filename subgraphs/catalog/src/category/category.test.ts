import { afterAll, beforeAll, expect, test } from 'vitest';
import { anonymous } from '@emporium/testing/principals';
import { startCatalog, type TestCatalog } from '../catalog.fixture.js';

let t: TestCatalog;
beforeAll(async () => {
  t = await startCatalog();
});
afterAll(() => t.close());

const ERRORS =
  'userErrors { ... on UserError { code message path } ... on VersionConflictError { currentVersion } }';
const create = async (name: string, parentId?: string, more: object = {}) => {
  const { categoryCreate } = await t.ask(
    `mutation ($input: CategoryCreateInput!) { categoryCreate(input: $input) { category { id slug version } ${ERRORS} } }`,
    {
      input: { name, parentId, ...more },
    },
  );
  return categoryCreate;
};
const update = async (input: object) =>
  (
    await t.ask(
      `mutation ($input: CategoryUpdateInput!) { categoryUpdate(input: $input) { category { name version parent { id } } ${ERRORS} } }`,
      { input },
    )
  ).categoryUpdate;
const remove = async (id: string) =>
  (await t.ask(`mutation ($id: ID!) { categoryDelete(id: $id) { deletedId ${ERRORS} } }`, { id }))
    .categoryDelete;

test('the tree knows parents, children, ancestors and leaves, and lists everything below a category once', async () => {
  const men = (await create('Men')).category;
  const shirts = (await create('Shirts', men.id)).category;
  const linen = (await create('Linen', shirts.id, { slug: 'linen-shirts' })).category;
  await t.stocked(1, { name: 'Both', categoryIds: [shirts.id, linen.id] });
  await t.stocked(1, { name: 'Linen only', categoryIds: [linen.id] });
  const { root, leaf, top } = await t.ask(
    `query ($men: ID!) { root: category(id: $men) { isLeaf children { name } products(first: 1) { totalCount nodes { name } pageInfo { hasNextPage endCursor } } }
       leaf: category(slug: "linen-shirts") { isLeaf parent { name } ancestors { name } children { id } } top: categories { name } }`,
    { men: men.id },
    anonymous,
  );
  expect(root).toMatchObject({
    isLeaf: false,
    children: [{ name: 'Shirts' }],
    products: { totalCount: 2, nodes: [{ name: 'Linen only' }], pageInfo: { hasNextPage: true } },
  });
  expect(leaf).toEqual({
    isLeaf: true,
    parent: { name: 'Shirts' },
    ancestors: [{ name: 'Men' }, { name: 'Shirts' }],
    children: [],
  });
  expect(top).toEqual([{ name: 'Men' }]);
  const next = await t.ask(
    'query ($men: ID!, $after: String) { category(id: $men) { products(first: 5, after: $after) { nodes { name } } } }',
    { men: men.id, after: root.products.pageInfo.endCursor },
  );
  expect(next.category.products.nodes).toEqual([{ name: 'Both' }]);
  const { products } = await t.ask(
    'query ($men: ID!) { products(first: 10, where: { categoryId: $men }) { nodes { name } } }',
    {
      men: men.id,
    },
  );
  expect(products.nodes).toHaveLength(2);
});

test('no move can make a cycle, also when two moves come at once', async () => {
  const [a, b] = [(await create('A')).category, (await create('B')).category];
  expect((await update({ id: a.id, expectedVersion: 1, parentId: a.id })).userErrors).toMatchObject(
    [{ code: 'INVALID_INPUT', path: ['input', 'parentId'] }],
  );
  const answers = await Promise.all([
    update({ id: a.id, expectedVersion: 1, parentId: b.id }),
    update({ id: b.id, expectedVersion: 1, parentId: a.id }),
  ]);
  expect(answers.flatMap((answer) => answer.userErrors)).toMatchObject([{ code: 'INVALID_INPUT' }]);
  expect((await update({ id: a.id, expectedVersion: 9 })).userErrors).toMatchObject([
    { code: 'VERSION_CONFLICT', currentVersion: answers[0]!.category?.version ?? 1 },
  ]);
});

test('slugs are unique, parents must exist, and the tree has a bottom', async () => {
  await create('Bags', undefined, { slug: 'bags' });
  expect((await create('Other', undefined, { slug: 'bags' })).userErrors).toMatchObject([
    { code: 'SLUG_TAKEN' },
  ]);
  expect((await create('Bags')).category.slug).toMatch(/^bags-/);
  expect((await create('Lost', 'cat_none')).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  let parent: string | undefined;
  for (let level = 1; level <= 12; level++)
    parent = (await create(`Level ${level}`, parent)).category.id;
  expect((await create('Level 13', parent)).userErrors).toMatchObject([{ code: 'INVALID_INPUT' }]);
});

test('a renamed category publishes itself and every product below it once, with the new path', async () => {
  const top = (await create('Garden')).category;
  const below = (await create('Chairs', top.id)).category;
  const { productId } = await t.stocked(1, { categoryIds: [below.id] });
  const elsewhere = await t.stocked(1);
  expect(
    (await update({ id: top.id, expectedVersion: 1, name: 'Outdoors' })).category,
  ).toMatchObject({ name: 'Outdoors', version: 2 });
  expect((await t.eventsOf(top.id)).map((event) => [event.type, event.data.name])).toEqual([
    ['CATEGORY_CREATED', 'Garden'],
    ['CATEGORY_UPDATED', 'Outdoors'],
  ]);
  const events = await t.eventsOf(productId);
  expect(events.map((event) => event.data.categories[0].ancestors[0].name)).toEqual([
    'Garden',
    'Outdoors',
  ]);
  expect(events.map((event) => event.aggregateversion)).toEqual([1, 2]);
  expect(await t.eventsOf(elsewhere.productId)).toHaveLength(1);
  // Another place among its siblings is no other path.
  await update({ id: top.id, expectedVersion: 2, position: 7 });
  expect(await t.eventsOf(productId)).toHaveLength(2);
});

test('a category with others below it stays; deleting a leaf takes it from its products', async () => {
  const top = (await create('Kitchen')).category;
  const leaf = (await create('Pans', top.id)).category;
  const { productId } = await t.stocked(1, { categoryIds: [leaf.id, top.id] });
  expect((await remove(top.id)).userErrors).toMatchObject([{ code: 'INVALID_INPUT' }]);
  expect((await remove(leaf.id)).deletedId).toBe(leaf.id);
  expect((await remove(leaf.id)).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  expect(
    (await t.eventsOf(productId)).map((event) =>
      event.data.categories.map((category: { name: string }) => category.name),
    ),
  ).toEqual([['Pans', 'Kitchen'], ['Kitchen']]);
  expect((await t.eventsOf(leaf.id)).map((event) => event.type)).toEqual([
    'CATEGORY_CREATED',
    'CATEGORY_DELETED',
  ]);
  expect(
    (await t.ask('query ($id: ID!) { category(id: $id) { id } }', { id: leaf.id })).category,
  ).toBeNull();
});

test('many categories with their products take a fixed number of statements', async () => {
  const query =
    '{ categories { name isLeaf children { name isLeaf products(first: 3) { totalCount nodes { name } } } products(first: 3) { nodes { name images { id } } } } }';
  const { statements } = await t.countQueries(() => t.ask(query, {}, anonymous));
  expect(statements.length).toBeLessThanOrEqual(7);
});

test('what the outbox tells agrees with the versions', async () => {
  expect(await t.verify()).toEqual([]);
});
