import { describe, expect, it } from 'vitest';
import { federationCase } from './testing/federation-case.js';

type Ref = Record<string, any>; // oxlint-disable-line typescript/no-explicit-any
const unavailable = (path: string) => ({
  path,
  code: 'SUBGRAPH_UNAVAILABLE',
  message: expect.any(String) as string,
});

describe('keys', () => {
  it('lead from subgraph to subgraph, also when each knows the entity by another one', async () => {
    const run = await federationCase({
      shelf: {
        sdl: `type Book @key(fields: "isbn") { isbn: ID! } type Query { books: [Book] }`,
        resolvers: {
          Query: { books: () => [{ isbn: 'i1' }, { isbn: 'i2' }, null, { isbn: 'i1' }] },
        },
      },
      registry: {
        sdl: `type Book @key(fields: "isbn") @key(fields: "id") { isbn: ID! id: ID! }`,
        resolvers: {
          Book: {
            __resolveReference: ({ isbn, id }: Ref) =>
              isbn === 'i2' ? null : { isbn, id: id ?? `n-${isbn}` },
          },
        },
      },
      texts: {
        sdl: `type Book @key(fields: "id") { id: ID! title: String }`,
        resolvers: {
          Book: { __resolveReference: ({ id }: Ref) => ({ id, title: `Title ${id}` }) },
        },
      },
    });
    const answer = await run('{ books { isbn title } }');
    expect(answer.data).toEqual({
      books: [
        { isbn: 'i1', title: 'Title n-i1' },
        { isbn: 'i2', title: null },
        null,
        { isbn: 'i1', title: 'Title n-i1' },
      ],
    });
    expect(answer.errors).toEqual([]);
    // Each entity is asked for once, and one without a key not at all.
    expect(
      answer.fetches.map(({ subgraph, variables }) => [
        subgraph,
        (variables.representations as unknown[] | undefined)?.length,
      ]),
    ).toEqual([
      ['shelf', undefined],
      ['registry', 2],
      ['texts', 1],
    ]);
  });

  it('may be nested and composed of several fields', async () => {
    const run = await federationCase({
      a: {
        sdl: `type Desk @key(fields: "no room { floor { level } name }") { no: Int! room: Room! }
          type Room { name: String! floor: Floor! } type Floor { level: Int! } type Query { desks: [Desk!] }`,
        resolvers: {
          Query: {
            desks: () => [1, 2].map((no) => ({ no, room: { name: 'R', floor: { level: 3 } } })),
          },
        },
      },
      b: {
        sdl: `type Desk @key(fields: "no room { floor { level } name }") { no: Int! @external room: Room! @external label: String }
          type Room { name: String! @external floor: Floor! @external } type Floor { level: Int! @external }`,
        resolvers: {
          Desk: {
            __resolveReference: (desk: Ref) => ({
              ...desk,
              label: `${desk.room.floor.level}/${desk.room.name}/${desk.no}`,
            }),
          },
        },
      },
    });
    expect((await run('{ desks { label } }')).data).toEqual({
      desks: [{ label: '3/R/1' }, { label: '3/R/2' }],
    });
  });

  it('that are null reach the subgraph as they are, and what it does not know is null', async () => {
    const run = await federationCase({
      a: {
        sdl: `type Thing @key(fields: "id") { id: ID own: String } type Query { things: [Thing] }`,
        resolvers: {
          Query: {
            things: () => [
              { id: null, own: 'a' },
              { id: '1', own: 'b' },
            ],
          },
        },
      },
      b: {
        sdl: `type Thing @key(fields: "id") { id: ID other: String }`,
        resolvers: {
          Thing: {
            __resolveReference: ({ id }: Ref) => (id === null ? null : { id, other: `o${id}` }),
          },
        },
      },
    });
    const answer = await run('{ things { own other } }');
    expect(answer.data).toEqual({
      things: [
        { own: 'a', other: null },
        { own: 'b', other: 'o1' },
      ],
    });
    expect(answer.errors).toEqual([]);
  });

  it('of an entity that is gone: the nullable reference is null, without an error', async () => {
    const run = await federationCase({
      search: {
        sdl: `type Hit { score: Int product: Product } type Product @key(fields: "id", resolvable: false) { id: ID! } type Query { hits: [Hit!] }`,
        resolvers: {
          Query: { hits: () => [1, 2, 1].map((id) => ({ score: id, product: { id } })) },
        },
      },
      catalog: {
        sdl: `type Product @key(fields: "id") { id: ID! slug: String! note: String }`,
        resolvers: {
          Product: {
            __resolveReference: ({ id }: Ref) =>
              id === '1' ? null : { id, slug: `s${id}`, note: 'n' },
          },
        },
      },
    });
    const answer = await run('{ hits { score product { slug } } }');
    expect(answer.data).toEqual({
      hits: [
        { score: 1, product: null },
        { score: 2, product: { slug: 's2' } },
        { score: 1, product: null },
      ],
    });
    expect(answer.errors).toEqual([]);
    expect(
      (await run('{ hits { product { note } } }', { down: new Set(['catalog']) })).errors,
    ).toEqual([0, 1, 2].map((index) => unavailable(`hits.${index}.product.note`)));
  });
});

describe('@requires', () => {
  const subgraphs = {
    a: {
      sdl: `type Parcel @key(fields: "id") { id: ID! size: Int } type Query { parcels: [Parcel!] }`,
      resolvers: {
        Query: {
          parcels: () => [
            { id: 'p1', size: 2 },
            { id: 'p2', size: 3 },
          ],
        },
        Parcel: { __resolveReference: ({ id }: Ref) => ({ id, size: id === 'p1' ? 2 : 3 }) },
      },
    },
    b: {
      sdl: `type Parcel @key(fields: "id") { id: ID! size: Int @external weight: Int @requires(fields: "size") }`,
      resolvers: { Parcel: { weight: ({ size }: Ref) => size * 10 } },
    },
    c: {
      sdl: `type Parcel @key(fields: "id") { id: ID! weight: Int @external price: Int @requires(fields: "weight") name: String }`,
      resolvers: {
        Parcel: { price: ({ weight }: Ref) => weight + 1, name: ({ id }: Ref) => `N${id}` },
      },
    },
  };

  it('brings values along a chain of subgraphs', async () => {
    const run = await federationCase(subgraphs);
    expect((await run('{ parcels { price } }')).data).toEqual({
      parcels: [{ price: 21 }, { price: 31 }],
    });
    expect((await run('{ parcels { p: price id } }')).data).toEqual({
      parcels: [
        { p: 21, id: 'p1' },
        { p: 31, id: 'p2' },
      ],
    });
  });

  it('of a subgraph that is down: the fields that need it are null, each with an error at its place; the rest is there', async () => {
    const run = await federationCase(subgraphs);
    const answer = await run('{ parcels { id name price } }', { down: new Set(['b']) });
    expect(answer.data).toEqual({
      parcels: [
        { id: 'p1', name: 'Np1', price: null },
        { id: 'p2', name: 'Np2', price: null },
      ],
    });
    expect(answer.errors).toEqual([unavailable('parcels.0.price'), unavailable('parcels.1.price')]);
  });
});

describe('@provides and @shareable', () => {
  it('a provided value is taken where it is, others from their owner', async () => {
    const run = await federationCase({
      reviews: {
        sdl: `type Review { author: User @provides(fields: "nick") } type User @key(fields: "id") { id: ID! nick: String @external }
          type Query { reviews: [Review!] }`,
        resolvers: { Query: { reviews: () => [{ author: { id: '1', nick: 'provided' } }] } },
      },
      users: {
        sdl: `type User @key(fields: "id") { id: ID! nick: String @shareable mail: String }`,
        resolvers: {
          User: { __resolveReference: ({ id }: Ref) => ({ id, nick: 'owned', mail: 'm' }) },
        },
      },
    });
    const alone = await run('{ reviews { author { nick } } }');
    expect([alone.data, alone.fetches.length]).toEqual([
      { reviews: [{ author: { nick: 'provided' } }] },
      1,
    ]);
    expect((await run('{ reviews { author { nick mail } } }')).data).toEqual({
      reviews: [{ author: { nick: 'provided', mail: 'm' } }],
    });
  });

  it('a root field that two subgraphs share is put together, lists item by item', async () => {
    const part = (field: string, value: (n: number) => unknown) => ({
      sdl: `type Shop @shareable { rooms: [Room!]! } type Room { no: Int! @shareable ${field}: Int } type Query { shop: Shop @shareable }`,
      resolvers: {
        Query: { shop: () => ({ rooms: [1, 2].map((no) => ({ no, [field]: value(no) })) }) },
      },
    });
    const run = await federationCase({
      a: part('seats', (no) => no * 10),
      b: part('doors', (no) => no),
    });
    expect((await run('{ shop { rooms { no seats doors } } }')).data).toEqual({
      shop: {
        rooms: [
          { no: 1, seats: 10, doors: 1 },
          { no: 2, seats: 20, doors: 2 },
        ],
      },
    });
  });
});
