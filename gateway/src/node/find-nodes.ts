import {
  SubgraphUnavailableError,
  type SubgraphClient,
  type SubgraphRequest,
} from '@emporium/platform/subgraph-client';
import { GraphQLError } from 'graphql';
import type { NodeTypes } from './node-types.js';

/** An object that is there for the caller; its fields come from its owner. */
export interface FoundNode {
  __typename: string;
  id: string;
}

const QUERY =
  'query GatewayNodes($representations: [_Any!]!) { _entities(representations: $representations) { __typename } }';

/**
 * Asks the owners which of these objects are there for the caller, one call per owner. In the order
 * of the ids: null for what is missing, not the caller's, or no global id; an error where the owner
 * does not answer.
 */
export async function findNodes(
  ids: readonly string[],
  { byPrefix }: NodeTypes,
  clients: Readonly<Record<string, SubgraphClient>>,
  request: SubgraphRequest,
): Promise<(FoundNode | GraphQLError | null)[]> {
  const wanted = ids.map((id) => {
    const known = byPrefix.get(id.slice(0, Math.max(0, id.indexOf('_'))));
    return known && { owner: known.owner, node: { __typename: known.type, id } };
  });
  const found = new Map<string, FoundNode | GraphQLError | null>();
  const owners = new Set(wanted.flatMap((one) => one?.owner ?? []));
  await Promise.all(
    [...owners].map(async (owner) => {
      const nodes = wanted.flatMap((one) => (one?.owner === owner ? [one.node] : []));
      const answers = await ask(clients[owner], owner, nodes, request);
      nodes.forEach(({ id }, index) => found.set(id, answers(index)));
    }),
  );
  return ids.map((id) => found.get(id) ?? null);
}

async function ask(
  client: SubgraphClient | undefined,
  owner: string,
  nodes: readonly FoundNode[],
  request: SubgraphRequest,
): Promise<(index: number) => FoundNode | GraphQLError | null> {
  try {
    if (!client) throw new SubgraphUnavailableError(owner, 'down');
    const { operationName: _, ...caller } = request;
    const { data, errors } = await client.execute({
      ...caller,
      query: QUERY,
      variables: { representations: nodes },
    });
    const entities = data?.['_entities'] as (object | null)[] | undefined;
    return (index) => {
      const error = errors?.find(({ path }) => !entities || path?.[1] === index);
      if (error) return new GraphQLError(error.message, { extensions: error.extensions ?? {} });
      return entities?.[index] ? nodes[index]! : null;
    };
  } catch (error) {
    if (!(error instanceof SubgraphUnavailableError)) throw error;
    return () =>
      new GraphQLError('A part of the shop is not available right now.', {
        extensions: { code: 'SUBGRAPH_UNAVAILABLE' },
      });
  }
}
