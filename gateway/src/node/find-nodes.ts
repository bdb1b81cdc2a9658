import type { CallSubgraph } from '@emporium/federation-executor/call-subgraph';
import { errorAt, unavailableError } from '@emporium/federation-executor/plan/execution-context';
import type { OperationContext } from '../subgraph/operation-context.js';

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
 * refuses or does not answer.
 */
export async function findNodes(
  ids: readonly string[],
  context: OperationContext,
  call: (subgraph: string) => CallSubgraph<OperationContext>,
): Promise<(FoundNode | Error | null)[]> {
  const { byPrefix } = context.snapshot.nodes;
  const wanted = ids.map((id) => {
    const known = byPrefix.get(id.slice(0, Math.max(0, id.indexOf('_'))));
    return known && { owner: known.owner, node: { __typename: known.type, id } };
  });
  const found = new Map<string, FoundNode | Error | null>();
  const owners = new Set(wanted.flatMap((one) => one?.owner ?? []));
  await Promise.all(
    [...owners].map(async (subgraph) => {
      const representations = wanted.flatMap((one) => (one?.owner === subgraph ? [one.node] : []));
      const fetch = { subgraph, query: QUERY, variables: { representations }, isEntityFetch: true };
      const answer = await call(subgraph)(fetch, context);
      const entities = answer?.data?.['_entities'] as (object | null)[] | undefined;
      representations.forEach((node, index) => {
        const error = answer?.errors?.find(({ path }) => !entities || path?.[1] === index);
        if (!answer) found.set(node.id, unavailableError());
        else if (error) found.set(node.id, errorAt(error, undefined));
        else if (entities?.[index]) found.set(node.id, node);
      });
    }),
  );
  return ids.map((id) => found.get(id) ?? null);
}
