import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testGateway, token, type TestGateway } from '../testing/test-gateway.js';

let shop: TestGateway;
beforeAll(async () => {
  shop = await testGateway();
});
afterAll(() => shop.gateway.close());

const rejections = (answer: {
  errors?: { path?: unknown; extensions: Record<string, unknown> }[];
}) =>
  (answer.errors ?? []).map((error) => [
    (error.path as unknown[]).join('.'),
    error.extensions.code,
  ]);

describe('access policy', () => {
  it('a refused field is null with an error at its path, the rest runs', async () => {
    const answer = await shop.query(
      '{ ping product(id: 1) { name creator { displayName mail: email status } } }',
    );
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual({
      ping: 'pong',
      product: {
        name: 'Product 1',
        creator: { displayName: 'User u-1', mail: null, status: null },
      },
    });
    expect(rejections(answer)).toEqual([
      ['product.creator.mail', 'UNAUTHENTICATED'],
      ['product.creator.status', 'UNAUTHENTICATED'],
    ]);
    const sent = shop.subgraphs.users.calls.at(-1)!.query;
    expect(sent).not.toMatch(/email|status/);
  });

  it('each item of a list has its own error', async () => {
    const answer = await shop.query('{ products(first: 2) { nodes { id creator { email } } } }');
    expect(answer.data.products.nodes).toEqual([
      { id: '1', creator: { email: null } },
      { id: '2', creator: { email: null } },
    ]);
    expect(rejections(answer).map(([path]) => path)).toEqual([
      'products.nodes.0.creator.email',
      'products.nodes.1.creator.email',
    ]);
  });

  it('the same document gives each caller what the caller may see', async () => {
    const document = '{ product(id: 3) { creator { email status roles } } }';
    const known = await shop.query(document, { token: token() });
    expect(known.data.product.creator).toEqual({
      email: 'u-3@emporium.test',
      status: null,
      roles: null,
    });
    expect(rejections(known).map(([, code]) => code)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
    const clerk = await shop.query(document, { token: token(['read:user']) });
    expect(clerk.data.product.creator).toEqual({
      email: 'u-3@emporium.test',
      status: 'ACTIVE',
      roles: null,
    });
    const admin = await shop.query(document, { token: token(['read:user', 'read:role']) });
    expect(admin.data.product.creator.roles).toEqual(['CUSTOMER']);
    expect(admin.errors).toBeUndefined();
    expect((await shop.query(document)).data.product.creator).toEqual({
      email: null,
      status: null,
      roles: null,
    });
  });

  it('one of several scope lists is enough, but it must be complete', async () => {
    const ask = (permissions: string[]) =>
      shop.query('{ me { roles } }', { token: token(permissions) });
    expect((await ask(['root'])).data.me.roles).toEqual(['CUSTOMER']);
    expect((await ask(['read:role'])).data.me.roles).toBeNull();
  });

  it('a type that is guarded as a whole is guarded on every way to it', async () => {
    const answer = await shop.query(
      '{ secret { text } product(id: 1) { creator { secret { __typename } } } }',
    );
    expect(answer.data).toEqual({ secret: null, product: { creator: { secret: null } } });
    expect(
      rejections(answer)
        .map(([path]) => path)
        .sort(),
    ).toEqual(['product.creator.secret', 'secret']);
    expect((await shop.query('{ secret { text } }', { token: token() })).data).toEqual({
      secret: { text: 's' },
    });
  });

  it('an interface field is refused when any of its types guards it', async () => {
    const answer = await shop.query('{ pastries { label recipe } }', { token: token() });
    expect(answer.data.pastries).toEqual([
      { label: 'cake', recipe: null },
      { label: 'pie', recipe: null },
    ]);
    expect(rejections(answer)).toEqual([
      ['pastries.0.recipe', 'FORBIDDEN'],
      ['pastries.1.recipe', 'FORBIDDEN'],
    ]);
  });

  it.each([
    ['interface', 'pastries'],
    ['union', 'treats'],
  ])('inline and named fragments on a %s are judged by their type', async (_kind, field) => {
    const answer = await shop.query(
      `{ ${field} { __typename ... on Cake { taste: recipe } ...pie } } fragment pie on Pie { label taste: recipe ... @include(if: true) { recipe } }`,
    );
    expect(answer.data[field]).toEqual([
      { __typename: 'Cake', taste: 'butter' },
      { __typename: 'Pie', label: 'pie', taste: null, recipe: null },
    ]);
    expect(rejections(answer)).toEqual([
      [`${field}.1.taste`, 'UNAUTHENTICATED'],
      [`${field}.1.recipe`, 'UNAUTHENTICATED'],
    ]);
    const cook = await shop.query(`{ ${field} { ... on Pie { recipe } } }`, {
      token: token(['read:recipe']),
    });
    expect(cook.data[field]).toEqual([{}, { recipe: 'secret' }]);
  });

  it('a refused mutation is not executed, its neighbours are', async () => {
    const before = shop.subgraphs.catalog.calls.length;
    const alone = await shop.query(
      'mutation($input: ProductInput!) { a: productCreate(input: $input) { id } }',
      {
        variables: { input: { name: 'x' } },
        token: token(),
      },
    );
    expect(alone).toMatchObject({ status: 200, data: { a: null } });
    expect(rejections(alone)).toEqual([['a', 'FORBIDDEN']]);
    expect(shop.subgraphs.catalog.calls.length).toBe(before);
    const both = await shop.query('mutation { productCreate(input: { name: "x" }) { id } touch }');
    expect(both.data).toEqual({ productCreate: null, touch: 1 });
    expect(shop.subgraphs.catalog.calls.at(-1)!.query).not.toMatch(/productCreate/);
  });

  it('a skipped field is not refused', async () => {
    const answer = await shop.query(
      'query($no: Boolean = false) { ping me { email @include(if: $no) displayName } }',
    );
    expect(answer.errors).toBeUndefined();
  });

  it('an inaccessible field does not exist', async () => {
    expect(
      (await shop.query('{ _user(id: 1) { id } }', { token: token(['read:user']) })).status,
    ).toBe(400);
  });
});
