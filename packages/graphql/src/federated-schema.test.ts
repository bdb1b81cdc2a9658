import { execute, parse, printSchema } from 'graphql';
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  Int,
  Mutation,
  ObjectType,
  Query,
  registerEnumType,
  Resolver,
  Root,
} from 'type-graphql';
import { expect, test } from 'vitest';
import { ANONYMOUS, servicePrincipal, type Principal } from '@emporium/auth/principal';
import { buildFederatedSchema } from './federated-schema.js';
import { connectionListSize } from './list-size.js';
import { money, MoneyType } from './money.type.js';
import { Node } from './node.type.js';
import {
  connection,
  connectionType,
  cursorInstant,
  decodeCursor,
  encodeCursor,
  ForwardPageArgs,
  pageRequest,
} from './paging.js';
import type { UserError } from './user-errors.js';
import {
  InvalidInputError,
  invalidInput,
  notFound,
  NotFoundError,
  userErrorUnion,
} from './user-errors.js';

enum Colour {
  RED = 'RED',
  SECRET = 'SECRET',
}
registerEnumType(Colour, { name: 'Colour', description: 'A colour.' });

@Directive('@key(fields: "id")')
@ObjectType('Thing', { implements: Node, description: 'A thing.' })
class Thing extends Node {
  @Field(() => String, { description: 'Name.' })
  name!: string;
  @Directive('@authenticated')
  @Field(() => String, { nullable: true, description: 'Guarded.' })
  secret?: string;
  @Field(() => Colour, { description: 'Colour.' })
  colour!: Colour;
}

// Loaded by another subgraph of the process: must not leak into this schema.
@ObjectType('Foreign', { implements: Node, description: 'x' })
class Foreign extends Node {}
@Resolver(() => Thing)
class ForeignFields {
  @FieldResolver(() => Foreign, { description: 'x' })
  foreign(): Foreign {
    return new Foreign();
  }
}

@Directive('@requiresScopes(scopes: [["read:stock"]])')
@Directive('@key(fields: "id")')
@ObjectType('Vault', { implements: Node, description: 'Guarded as a whole.' })
class Vault extends Node {
  @Field(() => String, { nullable: true, description: 'Content.' })
  content?: string;
}

const { Connection: ThingConnection } = connectionType('Thing', () => Thing);
const ThingError = userErrorUnion(
  'ThingError',
  [InvalidInputError, NotFoundError],
  'What can go wrong with things.',
);

@ArgsType()
class ThingRenameArgs {
  @Field(() => ID, { description: 'The thing.' })
  id!: string;
  @Field(() => String, { description: 'New name.' })
  name!: string;
}

@ObjectType('ThingPayload', { description: 'Answer.' })
class ThingPayload {
  @Field(() => Thing, { nullable: true, description: 'The thing.' })
  thing?: Thing | null;
  @Field(() => [ThingError], { description: 'Expected failures.' })
  userErrors!: UserError[];
}

const things = [1, 2, 3].map((n) =>
  Object.assign(new Thing(), {
    id: `thing_${n}`,
    name: `Thing ${n}`,
    secret: 's',
    colour: Colour.RED,
  }),
);
let loads = 0;

@Resolver(() => Thing)
class ThingResolver {
  @FieldResolver(() => MoneyType, { description: 'Price.' })
  price(@Root() _thing: Thing): MoneyType {
    return money(1234, 'EUR');
  }
  @Query(() => Vault, { nullable: true, description: 'The vault.' })
  vault(): Vault {
    return Object.assign(new Vault(), { id: 'vault_1', content: 'gold' });
  }
  @Query(() => Node, { nullable: true, description: 'The vault, seen as anything.' })
  node(): Node {
    return Object.assign(new Vault(), { id: 'vault_1', content: 'gold' });
  }
  @Directive(connectionListSize(20))
  @Query(() => ThingConnection, { nullable: true, description: 'Things.' })
  things(@Args(() => ForwardPageArgs) args: ForwardPageArgs) {
    const page = pageRequest(args, 'id', 2);
    const from = page.position ? things.findIndex((t) => t.id === page.position!.id) + 1 : 0;
    return connection(things.slice(from, from + page.size + 1), page, (t) =>
      encodeCursor('id', t.id, t.id),
    );
  }
  @Directive('@inaccessible')
  @Query(() => Int, { nullable: true, description: 'Internal.' })
  _internal(): number {
    return 1;
  }
  @Directive('@requiresScopes(scopes: [["update:product"]])')
  @Mutation(() => ThingPayload, { nullable: true, description: 'Rename.' })
  thingRename(
    @Args(() => ThingRenameArgs) args: ThingRenameArgs,
    @Ctx() _ctx: unknown,
  ): ThingPayload {
    return { userErrors: [args.name === '' ? invalidInput('empty', ['name']) : notFound('none')] };
  }
  @Query(() => String, { nullable: true, description: 'Echo.' })
  echo(@Arg('text', () => String, { description: 'Text.' }) text: string): string {
    return text;
  }
}

const built = buildFederatedSchema({
  resolvers: [ThingResolver],
  references: {
    Thing: async (_ctx, references) => {
      loads++;
      return references.map((r) => things.find((t) => t.id === r['id']) ?? null);
    },
    Vault: async (_ctx, references) =>
      references.map(({ id }) => Object.assign(new Vault(), { id: String(id), content: 'gold' })),
  },
  directives: {
    Colour: ['@tag(name: "admin")'],
    'Colour.SECRET': ['@inaccessible'],
    ThingError: ['@tag(name: "x")'],
  },
});

const run = (query: string, principal: Principal = ANONYMOUS) =>
  execute({
    schema: built.schema,
    document: parse(query),
    contextValue: { principal, memo: new Map() },
  });

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
  expect(loads).toBe(1);
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
  const before = loads;
  expect((await ask(500)).errors).toBeUndefined();
  expect(loads).toBe(before + 1);
  const { data, errors } = await ask(10_000);
  expect([data, errors?.[0]?.extensions['code'], errors?.[0]?.message]).toEqual([
    null,
    'BAD_USER_INPUT',
    '_entities answers 1000 representations per request: send the others in further requests.',
  ]);
  expect(loads).toBe(before + 1);
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
