import type { CallSubgraph } from '@emporium/federation-executor/call-subgraph';
import { batchByKey } from '@emporium/graphql/batch-by-key';
import { execute, GraphQLError, parse } from 'graphql';
import type { OperationContext } from '../subgraph/operation-context.js';
import { findNodes } from './find-nodes.js';
import { MAX_NODE_IDS } from './node-subgraph.js';

/**
 * Answers fetches of the gateway's own subgraph: which type a global id stands for, when the object
 * is there for the caller. All fields of one fetch ask each owner once, by `call`.
 */
export function createCallNodes(
  call: (subgraph: string) => CallSubgraph<OperationContext>,
): CallSubgraph<OperationContext> {
  return async ({ query, operationName, variables }, context) => {
    const nodes = batchByKey({ memo: new Map() }, (_memo, ids: readonly string[]) =>
      findNodes(ids, context, call),
    );
    return execute({
      schema: context.snapshot.nodes.schema,
      document: parse(query, { noLocation: true }),
      operationName: operationName ?? null,
      variableValues: variables,
      rootValue: {
        node: ({ id }: { id: string }) => nodes.load(id),
        nodes: ({ ids }: { ids: string[] }) => {
          if (ids.length > MAX_NODE_IDS) throw tooMany(ids.length);
          return nodes.loadMany(ids);
        },
      },
    });
  };
}

function tooMany(count: number): GraphQLError {
  return new GraphQLError(`At most ${MAX_NODE_IDS} ids at once, not ${count}: ask in parts.`, {
    extensions: { code: 'BAD_USER_INPUT' },
  });
}
