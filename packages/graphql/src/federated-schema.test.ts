import { parse, printSchema, execute } from 'graphql';
import { expect, test } from 'vitest';
import { ANONYMOUS, servicePrincipal, type Principal } from '@emporium/auth/principal';
import { cursorInstant, decodeCursor, encodeCursor } from './paging.js';
import { built, ForeignFields, loads, run } from './small-schema.fixture.js';

test('the SDL carries directives on types, fields, enums, unions and values, and only this subgraph', () => {
  expect(built.sdl).toContain('type Thing implements Node @key(fields: "id")');
  expect(built.sdl).toMatch(/secret: String @authenticated/);
  expect(built.sdl).toContain('enum Colour @tag(name: "admin")');
  expect(built.sdl).toContain('SECRET @inaccessible');
  expect(built.sdl).toContain('union ThingError @tag(name: "x")');
  expect(built.sdl).toContain('type Money @shareable');
  expect(built.sdl).toContain('thingRename(');
  expect(built.sdl.indexOf('id: ID!')).toBeLessThan(built.sdl.indexOf('name: String!'));
  expect(built.sdl).not.toContain('Foreign');
  expect(printSchema(built.schema)).toContain('_entities');
  void ForeignFields;
});

test('references are answered in order, null for missing, duplicates from one load', async () => {
  const refs = ['thing_2', 'thing_9', 'thing_2']
    .map((id) => `{ __typename: "Thing", id: "${id}" }`)
    .join(',');
  const result = await run(
    `{ _entities(representations: [${refs}]) { ... on Thing { id name price { decimal } } } }`,
  );
  expect(result.errors).toBeUndefined();
  const two = { id: 'thing_2', name: 'Thing 2', price: { decimal: '12.34' } };
  expect(result.data?.['_entities']).toEqual([two, null, two]);
  expect(loads.count).toBe(1);
});

test('more references than the gateway sends are refused before any is loaded, aliases counted together', async () => {
  const references = (count: number) =>
    Array.from({ length: count }, (_value, n) => ({ __typename: 'Thing', id: `thing_${n}` }));
  const document = parse(
    'query ($r: [_Any!]!) { a: _entities(representations: $r) { __typename } b: _entities(representations: $r) { __typename } }',
  );
  const ask = (count: number) =>
    execute({
      schema: built.schema,
      document,
      variableValues: { r: references(count) },
      contextValue: { principal: servicePrincipal('gateway'), memo: new Map() },
    });
  const before = loads.count;
  expect((await ask(500)).errors).toBeUndefined();
  expect(loads.count).toBe(before + 1);
  const { data, errors } = await ask(10_000);
  expect([data, errors?.[0]?.extensions['code'], errors?.[0]?.message]).toEqual([
    null,
    'BAD_USER_INPUT',
    '_entities answers 1000 representations per request: send the others in further requests.',
  ]);
  expect(loads.count).toBe(before + 1);
});

test('a guard on a type holds on every way to it: directly, over an interface, as a reference', async () => {
  const query = `{ vault { content } node { __typename ... on Vault { content } }
    _entities(representations: [{ __typename: "Vault", id: "vault_1" }]) { ... on Vault { content } } }`;
  const secrets = async (principal: Principal) => {
    const { data, errors } = await run(query, principal);
    return {
      gold: JSON.stringify(data).match(/gold/g)?.length ?? 0,
      codes: errors?.map((error) => error.extensions['code']),
    };
  };
  const user = (...permissions: string[]): Principal => ({
    kind: 'user',
    sub: 'usr_1',
    permissions,
  });
  expect(await secrets(ANONYMOUS)).toEqual({ gold: 0, codes: Array(3).fill('UNAUTHENTICATED') });
  expect(await secrets(user('read:order'))).toEqual({ gold: 0, codes: Array(3).fill('FORBIDDEN') });
  expect(await secrets(user('read:stock'))).toEqual({ gold: 3, codes: undefined });
});

test('guards refuse by directive, others of the operation run', async () => {
  const anonymous = await run('{ things(first: 1) { nodes { name secret } } _internal }');
  expect(JSON.parse(JSON.stringify(anonymous.data))).toEqual({
    things: { nodes: [{ name: 'Thing 1', secret: null }] },
    _internal: null,
  });
  expect(anonymous.errors?.map((e) => e.extensions['code'])).toEqual([
    'FORBIDDEN',
    'UNAUTHENTICATED',
  ]);
  const service = await run('{ _internal }', servicePrincipal('orders'));
  expect(service.data?.['_internal']).toBe(1);
  const user: Principal = { kind: 'user', sub: 'usr_1', permissions: [] };
  const denied = await run(
    'mutation { thingRename(id: "x", name: "y") { userErrors { __typename } } }',
    user,
  );
  expect(denied.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
});

test('expected failures resolve to their concrete type', async () => {
  const admin: Principal = { kind: 'user', sub: 'usr_1', permissions: ['update:product'] };
  const result = await run(
    'mutation { thingRename(id: "x", name: "") { userErrors { __typename ... on UserError { code path } } } }',
    admin,
  );
  expect(JSON.parse(JSON.stringify(result.data))).toEqual({
    thingRename: {
      userErrors: [{ __typename: 'InvalidInputError', code: 'INVALID_INPUT', path: ['name'] }],
    },
  });
});

test('paging walks the list and refuses foreign cursors and sizes', async () => {
  const first = JSON.parse(
    JSON.stringify(await run('{ things { nodes { id } pageInfo { hasNextPage endCursor } } }')),
  );
  expect(first.data.things.nodes).toHaveLength(2);
  const next = JSON.parse(
    JSON.stringify(
      await run(
        `{ things(first: 5, after: "${first.data.things.pageInfo.endCursor}") { nodes { id } pageInfo { hasNextPage } } }`,
      ),
    ),
  );
  expect(next.data.things).toEqual({
    nodes: [{ id: 'thing_3' }],
    pageInfo: { hasNextPage: false },
  });
  for (const args of ['first: 0', 'first: -1', 'first: 1000', 'after: "nonsense"']) {
    const bad = await run(`{ things(${args}) { nodes { id } } }`);
    expect(bad.errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  }
});

test('a cursor that no database could hold is refused as bad input', () => {
  const refused = { extensions: { code: 'BAD_USER_INPUT', retryable: false } };
  expect(() => decodeCursor('id', encodeCursor('id', 'a\0', 'x'))).toThrow(
    expect.objectContaining(refused),
  );
  expect(() => decodeCursor('id', encodeCursor('id', 'a', 'x\0'))).toThrow(
    expect.objectContaining(refused),
  );
  expect(() => cursorInstant({ value: 'tomorrow' })).toThrow(expect.objectContaining(refused));
  expect(cursorInstant({ value: '2026-01-02T03:04:05.678Z' })).toEqual(
    new Date('2026-01-02T03:04:05.678Z'),
  );
});
