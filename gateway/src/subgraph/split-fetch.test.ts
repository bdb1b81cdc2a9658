import { MAX_REPRESENTATIONS } from '@emporium/graphql/bound-entities';
import type { SubgraphRequest } from '@emporium/platform/subgraph-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testGateway, type TestGateway } from '../testing/test-gateway.js';

const COUNT = 2 * MAX_REPRESENTATIONS + 7;
const QUERY = '{ products(first: 100) { nodes { id creator { displayName } } } }';

let shop: TestGateway;
beforeAll(async () => {
  shop = await testGateway();
  // New ones each time: what an answer holds is added to.
  const nodes = () =>
    Array.from({ length: COUNT }, (_value, n) => ({
      id: `p-${n}`,
      creator: { __typename: 'User', id: `u-${n}` },
    }));
  shop.subgraphs.catalog.behaviour = async () => ({ data: { products: { nodes: nodes() } } });
});
afterAll(() => shop.gateway.close());

type Representations = { id: string }[];
const asked = ({ variables }: SubgraphRequest) => variables!['representations'] as Representations;
const answer = async (request: SubgraphRequest) => ({
  data: {
    _entities: asked(request).map(({ id }) => ({ __typename: 'User', displayName: `User ${id}` })),
  },
});

describe('more entities than a subgraph answers at once', () => {
  it('are asked for in several requests below its bound, and each is where it belongs', async () => {
    shop.subgraphs.users.behaviour = answer;
    const { data, errors } = await shop.query(QUERY);
    expect(errors).toBeUndefined();
    const names = (data.products.nodes as { creator: { displayName: string } }[]).map(
      ({ creator }) => creator.displayName,
    );
    expect(names).toEqual(Array.from({ length: COUNT }, (_value, index) => `User u-${index}`));
    expect(shop.subgraphs.users.calls.map((call) => asked(call).length)).toEqual([
      MAX_REPRESENTATIONS,
      MAX_REPRESENTATIONS,
      7,
    ]);
  });

  it('keep their errors', async () => {
    const index = MAX_REPRESENTATIONS + 5;
    shop.subgraphs.users.behaviour = async (request) => {
      const good = await answer(request);
      const at = asked(request).findIndex(({ id }) => id === `u-${index}`);
      if (at === -1) return good;
      good.data._entities[at]!.displayName = null as never;
      return {
        ...good,
        errors: [
          {
            message: 'no',
            path: ['_entities', at, 'displayName'],
            extensions: { code: 'FORBIDDEN' },
          },
        ] as never,
      };
    };
    const { errors } = await shop.query(QUERY);
    expect(errors!.map(({ path, extensions }) => [path!.slice(0, 4), extensions['code']])).toEqual([
      [['products', 'nodes', index, 'creator'], 'FORBIDDEN'],
    ]);
  });

  it('are missing together when one request has no answer', async () => {
    shop.subgraphs.users.behaviour = async (request) => {
      if (asked(request).length === 7) throw new Error('gone');
      return answer(request);
    };
    const { data, errors } = await shop.query(QUERY);
    expect(new Set(errors!.map(({ extensions }) => extensions['code'] as string))).toEqual(
      new Set(['SUBGRAPH_UNAVAILABLE']),
    );
    expect(
      (data.products.nodes as { creator: unknown }[]).filter(({ creator }) => creator !== null),
    ).toEqual([]);
  });
});
