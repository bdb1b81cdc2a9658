import { buildSubgraphSchema } from '@apollo/subgraph';
import { composeServices } from '@apollo/composition';
import {
  SubgraphUnavailableError,
  type SubgraphClient,
  type SubgraphRequest,
} from '@emporium/platform/subgraph-client';
import { execute, parse, type ExecutionResult, type GraphQLSchema } from 'graphql';
import type { FakeContext } from './fake-context.js';
import { graphs } from './graphs.js';

/** How a fake subgraph treats its next calls. */
export type Behaviour =
  'ok' | 'down' | 'silent' | ((request: SubgraphRequest) => Promise<ExecutionResult>);

/** A subgraph that really executes a small schema, and remembers who called it with what. */
export interface FakeSubgraph extends SubgraphClient {
  calls: SubgraphRequest[];
  behaviour: Behaviour;
}

/** The composed supergraph of the fakes; throws when it does not compose. */
export function composedSupergraph(): string {
  const services = Object.entries(graphs).map(([name, { sdl }]) => ({
    name,
    url: `http://${name}`,
    typeDefs: parse(sdl),
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (!supergraphSdl) throw new Error(errors?.map((error) => error.message).join('\n'));
  return supergraphSdl;
}

/** One fake per subgraph. */
export function fakeSubgraphs(): Record<keyof typeof graphs, FakeSubgraph> {
  return Object.fromEntries(
    Object.entries(graphs).map(([name, { sdl, resolvers }]) => {
      const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers as never }]);
      return [name, fake(name, schema)];
    }),
  ) as unknown as Record<keyof typeof graphs, FakeSubgraph>;
}

function fake(name: string, schema: GraphQLSchema): FakeSubgraph {
  const subgraph: FakeSubgraph = {
    name,
    calls: [],
    behaviour: 'ok',
    health: async () => ({ status: subgraph.behaviour === 'down' ? 'down' : 'ok' }),
    async execute(request) {
      subgraph.calls.push(request);
      const { behaviour } = subgraph;
      if (behaviour === 'down') throw new SubgraphUnavailableError(name, 'down');
      if (behaviour === 'silent') return await untilGivenUp(name, request);
      if (behaviour !== 'ok') return behaviour(request);
      const context: FakeContext = { request, cookies: [] };
      const result = await execute({
        schema,
        document: parse(request.query),
        contextValue: context,
        variableValues: request.variables,
        operationName: request.operationName,
      });
      return context.cookies.length > 0
        ? { ...result, extensions: { setCookies: context.cookies } }
        : result;
    },
  };
  return subgraph;
}

function untilGivenUp(name: string, { timeoutMs, signal }: SubgraphRequest): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new SubgraphUnavailableError(name, 'timeout')), timeoutMs);
    signal?.addEventListener('abort', () => reject(new SubgraphUnavailableError(name, 'down')));
  });
}
