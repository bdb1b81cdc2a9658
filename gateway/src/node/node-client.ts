import type { SubgraphClient } from '@emporium/platform/subgraph-client';
import { execute, GraphQLError, parse } from 'graphql';
import { findNodes } from './find-nodes.js';
import { NODE_SUBGRAPH, type NodeTypes } from './node-types.js';

/** As many ids as one answer may bring; the schema says so, too. */
const MAX_IDS = 50;

/**
 * The gateway's own subgraph, asked like any other: says which type a global id stands for, when
 * the object is there for the caller. All fields of one operation ask each owner once.
 */
export function createNodeClient(
  clients: Readonly<Record<string, SubgraphClient>>,
  types: () => NodeTypes,
): SubgraphClient {
  return {
    name: NODE_SUBGRAPH,
    execute: async (request) => {
      const known = types();
      const find = inOneCall((ids) => findNodes(ids, known, clients, request));
      return execute({
        schema: known.schema,
        document: parse(request.query, { noLocation: true }),
        operationName: request.operationName ?? null,
        variableValues: request.variables ?? {},
        rootValue: {
          node: async ({ id }: { id: string }) => (await find([id]))[0],
          nodes: ({ ids }: { ids: string[] }) => {
            if (ids.length > MAX_IDS) throw tooMany(ids.length);
            return find(ids);
          },
        },
      });
    },
    health: async () => ({ status: 'ok' }),
  };
}

/** Collects what is asked in the same turn, so that twenty aliases are one question. */
function inOneCall<T>(find: (ids: string[]) => Promise<T[]>): (ids: string[]) => Promise<T[]> {
  let waiting: string[] = [];
  let answers: Promise<Map<string, T>> | undefined;
  return async (ids) => {
    waiting.push(...ids);
    answers ??= Promise.resolve().then(async () => {
      const asked = [...new Set(waiting)];
      waiting = [];
      answers = undefined;
      const found = await find(asked);
      return new Map(asked.map((id, index) => [id, found[index]!]));
    });
    const found = await answers;
    return ids.map((id) => found.get(id)!);
  };
}

function tooMany(count: number): GraphQLError {
  return new GraphQLError(`At most ${MAX_IDS} ids at once, not ${count}: ask in parts.`, {
    extensions: { code: 'BAD_USER_INPUT' },
  });
}
