import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { SubgraphCall } from './call-subgraph.js';
import type { OperationContext } from './operation-context.js';
import { unavailableErrors } from './unavailable-errors.js';

type ProcessOptions = GraphQLDataSourceProcessOptions<Record<string, unknown>>;
type DataSourceResponse = Awaited<ReturnType<GraphQLDataSource['process']>>;

/** Sends the fetches of @apollo/gateway, and answers with located errors when nothing comes back. */
export function subgraphDataSource(call: SubgraphCall): GraphQLDataSource {
  return {
    async process({ request, context: raw, ...options }: ProcessOptions): Promise<DataSourceResponse> {
      const context = raw as unknown as OperationContext;
      const query = request.query ?? '';
      const variables = request.variables as Record<string, unknown> | undefined;
      const representations = variables?.representations as { __typename?: string }[] | undefined;
      const { operationName } = request;
      const result = await call({ query, operationName, variables, isEntityFetch: representations !== undefined }, context);
      if (!result) return { errors: unavailableErrors(query, representations) } as unknown as DataSourceResponse;
      const path = 'pathInIncomingRequest' in options ? options.pathInIncomingRequest : undefined;
      const entities = result.data?._entities;
      if (path && Array.isArray(entities) && entities.includes(null)) context.missingEntities.add(path.join('.'));
      // Extensions stay here: they are between subgraph and gateway.
      return {
        ...(result.data === undefined ? {} : { data: result.data }),
        ...(result.errors ? { errors: result.errors } : {}),
      } as DataSourceResponse;
    },
  };
}
