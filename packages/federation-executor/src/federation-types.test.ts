import { describe, expect, it } from 'vitest';
import { federationCase } from './testing/federation-case.js';

type Ref = Record<string, any>; // oxlint-disable-line typescript/no-explicit-any

describe('interfaces and unions', () => {
  const nodes = [
    { __typename: 'Film', id: 'f1', length: 90 },
    { __typename: 'Song', id: 's1', artist: { id: 'a1' } },
    { __typename: 'Film', id: 'f2', length: 100 },
  ];
  const abstract = { __resolveType: ({ __typename }: Ref) => __typename as string };
  const subgraphs = {
    media: {
      sdl: `interface Medium { id: ID! } type Film implements Medium @key(fields: "id") { id: ID! length: Int }
        type Song implements Medium @key(fields: "id") { id: ID! artist: Artist } type Artist @key(fields: "id") { id: ID! }
        union Item = Film | Song type Query { media: [Medium!] items: [Item] }`,
      resolvers: {
        Query: { media: () => nodes, items: () => [...nodes, null] },
        Medium: abstract,
        Item: abstract,
      },
    },
    facts: {
      sdl: `type Film @key(fields: "id") { id: ID! director: String } type Song @key(fields: "id") { id: ID! key: String }
        type Artist @key(fields: "id") { id: ID! name: String! }`,
      resolvers: {
        Film: { director: ({ id }: Ref) => `D ${id}` },
        Song: { key: () => 'C' },
        Artist: { __resolveReference: ({ id }: Ref) => ({ id, name: `N ${id}` }) },
      },
    },
  };

  it('fragments on types, on interfaces and inside each other choose by the type of each object', async () => {
    const run = await federationCase(subgraphs);
    const answer = await run(`query ($withKey: Boolean! = true) {
      media { __typename ... on Film { director length } ...OfSong id }
      items { kind: __typename ... on Medium { id ... on Film { length } } ... on Song { key @include(if: $withKey) } }
    } fragment OfSong on Song { artist { constructor: name } }`);
    expect(answer.errors).toEqual([]);
    expect(JSON.stringify(answer.data)).toBe(
      JSON.stringify({
        media: [
          { __typename: 'Film', director: 'D f1', length: 90, id: 'f1' },
          { __typename: 'Song', artist: { constructor: 'N a1' }, id: 's1' },
          { __typename: 'Film', director: 'D f2', length: 100, id: 'f2' },
        ],
        items: [
          { kind: 'Film', id: 'f1', length: 90 },
          { kind: 'Song', id: 's1', key: 'C' },
          { kind: 'Film', id: 'f2', length: 100 },
          null,
        ],
      }),
    );
    expect(
      (
        await run('query ($k: Boolean!) { items { ... on Song { key @skip(if: $k) } } }', {
          variables: { k: true },
        })
      ).fetches.length,
    ).toBe(1);
  });

  it('an interface object gets its real type from the subgraph that knows it', async () => {
    const run = await federationCase({
      types: {
        sdl: `interface Animal @key(fields: "id") { id: ID! name: String } type Cat implements Animal @key(fields: "id") { id: ID! name: String lives: Int }
          type Dog implements Animal @key(fields: "id") { id: ID! name: String } type Query { pets: [Animal!] }`,
        resolvers: {
          Animal: {
            __resolveType: ({ id }: Ref) => (String(id).startsWith('c') ? 'Cat' : 'Dog'),
            __resolveReference: ({ id }: Ref) => ({ id, name: `N${id}`, lives: 9 }),
          },
          Cat: { __resolveReference: ({ id }: Ref) => ({ id, name: `N${id}`, lives: 9 }) },
          Query: { pets: () => [{ id: 'c1', name: 'Nc1', lives: 9 }] },
        },
      },
      visits: {
        sdl: `type Animal @interfaceObject @key(fields: "id") { id: ID! visits: Int } type Query { seen: [Animal!] }`,
        resolvers: {
          Query: { seen: () => [{ id: 'c1' }, { id: 'd1' }] },
          Animal: { visits: ({ id }: Ref) => String(id).length },
        },
      },
    });
    const answer = await run(
      '{ seen { __typename name visits ... on Cat { lives } } pets { visits ... on Cat { lives } } }',
    );
    expect(answer.errors).toEqual([]);
    expect(answer.data).toEqual({
      seen: [
        { __typename: 'Cat', name: 'Nc1', visits: 2, lives: 9 },
        { __typename: 'Dog', name: 'Nd1', visits: 2 },
      ],
      pets: [{ visits: 2, lives: 9 }],
    });
  });
});

describe('values', () => {
  const subgraphs = {
    a: {
      sdl: `enum Colour { RED SECRET @inaccessible } input Filter { colour: Colour, tags: [String!], deep: Filter }
        type Car @key(fields: "id") { id: ID! colour: Colour must: Colour! echo(filter: Filter, n: Int = 7): String }
        type Query { car: Car cars: [Car!] } type Mutation { add(n: Int!): Int log: [Int!] garage: Garage } type Garage { query: Query }`,
      resolvers: {
        Query: {
          car: () => ({ id: '1', colour: 'RED', must: 'RED' }),
          cars: () => [
            { id: '1', colour: 'SECRET' },
            { id: '2', must: 'SECRET' },
          ],
        },
        Car: { echo: (_car: Ref, args: Ref) => JSON.stringify(args) },
      },
    },
    b: {
      sdl: `type Car @key(fields: "id") { id: ID! wheels(filter: Filter): String } enum Colour { RED SECRET @inaccessible }
        input Filter { colour: Colour, tags: [String!], deep: Filter } type Mutation { addB(n: Int!): Int }`,
      resolvers: { Car: { wheels: (_car: Ref, args: Ref) => JSON.stringify(args) } },
    },
  };

  it('enums: one that clients do not know is null with an error, and nulls what needs it', async () => {
    const run = await federationCase(subgraphs);
    expect((await run('{ car { colour } }')).data).toEqual({ car: { colour: 'RED' } });
    const answer = await run('{ cars { colour } }');
    expect([answer.data, answer.errors.map(({ path }) => path)]).toEqual([
      { cars: [{ colour: null }, { colour: null }] },
      ['cars.0.colour'],
    ]);
    const broken = await run('{ cars { must } }');
    expect(broken.data).toEqual({ cars: null });
  });

  it('input objects, variables and defaults arrive at every subgraph', async () => {
    const run = await federationCase(subgraphs);
    const variables = { f: { colour: 'RED', tags: ['x'], deep: { tags: [] } }, unused: null };
    const answer = await run(
      'query ($f: Filter, $t: [String!] = ["d"]) { car { echo(filter: $f) wheels(filter: { tags: $t, deep: $f }) } }',
      { variables },
    );
    expect(JSON.parse((answer.data!.car as Ref).echo)).toEqual({ filter: variables.f, n: 7 });
    expect(JSON.parse((answer.data!.car as Ref).wheels)).toEqual({
      filter: { tags: ['d'], deep: variables.f },
    });
  });

  it('mutations of several subgraphs run one after the other', async () => {
    const order: string[] = [];
    const slow =
      (name: string, turns: number) =>
      async (_root: unknown, { n }: Ref) => {
        for (let turn = 0; turn < turns; turn++)
          await new Promise((resolve) => setImmediate(resolve));
        order.push(`${name}${n}`);
        return n as number;
      };
    const run = await federationCase({
      a: {
        ...subgraphs.a,
        resolvers: {
          ...subgraphs.a.resolvers,
          Mutation: { add: slow('a', 20), garage: () => ({ query: {} }) },
        },
      },
      b: {
        ...subgraphs.b,
        resolvers: { ...subgraphs.b.resolvers, Mutation: { addB: slow('b', 0) } },
      },
    });
    const answer = await run(
      'mutation { one: add(n: 1) two: addB(n: 2) three: add(n: 3) garage { query { car { colour wheels } } } }',
    );
    expect(order).toEqual(['a1', 'b2', 'a3']);
    expect(answer.data).toEqual({
      one: 1,
      two: 2,
      three: 3,
      garage: { query: { car: { colour: 'RED', wheels: '{}' } } },
    });
    // The planner gathers what equal fragments hold where the first of them stands.
    order.length = 0;
    await run(
      `mutation ($yes: Boolean = true) { ... on Mutation { __typename } four: addB(n: 4) ...Five ... on Mutation { six: addB(n: 6) }
        ... @include(if: $yes) { seven: add(n: 7) @include(if: $yes) @skip(if: false) eight: addB(n: 8) @skip(if: $yes) } nine: addB(n: 9) ... @include(if: $yes) { ten: add(n: 10) } }
        fragment Five on Mutation { five: add(n: 5) }`,
    );
    expect(order).toEqual(['b4', 'a5', 'b6', 'a7', 'b9', 'a10']);
  });

  it('introspection is answered from what clients may see, beside other fields and with conditions', async () => {
    const run = await federationCase(subgraphs);
    const answer = await run(
      'query ($s: Boolean!) { __type(name: "Colour") { enumValues { name } kind @skip(if: $s) } car { id } ...R } fragment R on Query { __schema { queryType { name } } }',
      { variables: { s: true } },
    );
    expect(answer.data).toEqual({
      __type: { enumValues: [{ name: 'RED' }] },
      car: { id: '1' },
      __schema: { queryType: { name: 'Query' } },
    });
    expect((await run('{ __typename __schema { queryType { name } } }')).fetches).toEqual([]);
  });

  it('equal fetches of parallel branches go as one', async () => {
    const run = await federationCase({
      ...subgraphs,
      a: {
        ...subgraphs.a,
        resolvers: {
          ...subgraphs.a.resolvers,
          Query: { car: () => ({ id: '1' }), cars: () => [{ id: '1' }, { id: '2' }] },
        },
      },
    });
    const answer = await run('{ car { wheels } cars { wheels } }');
    expect(answer.data).toEqual({
      car: { wheels: '{}' },
      cars: [{ wheels: '{}' }, { wheels: '{}' }],
    });
    expect(
      answer.fetches
        .filter(({ subgraph }) => subgraph === 'b')
        .map(({ variables }) => (variables.representations as unknown[]).length),
    ).toEqual([2]);
  });
});
