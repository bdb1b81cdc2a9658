import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { CallSubgraph } from './call-subgraph.js';
import { unavailableErrors } from './unavailable-errors.js';

type ProcessOptions = GraphQLDataSourceProcessOptions<Record<string, unknown>>;
type DataSourceResponse = Awaited<ReturnType<GraphQLDataSource['process']>>;

/** What the context of an operation must have. */
export interface SeesMissingEntities {
  /**
   * Paths (`search.nodes.@.product`) where a subgraph does not know an entity that another one
   * refers to.
   */
  missingEntities: Set<string>;
}

/**
 * Sends the fetches of @apollo/gateway, and answers with located errors when nothing comes back.
 */
export function apolloDataSource<C extends SeesMissingEntities>(
  subgraph: string,
  call: CallSubgraph<C>,
): GraphQLDataSource {
  return {
    async process({
      request,
      context: raw,
      ...options
    }: ProcessOptions): Promise<DataSourceResponse> {
      const context = raw as unknown as C;
      const query = request.query ?? '';
      const variables = (request.variables ?? {}) as Record<string, unknown>;
      const representations = variables.representations as { __typename?: string }[] | undefined;
      const { operationName } = request;
      const result = await call(
        { subgraph, query, operationName, variables, isEntityFetch: representations !== undefined },
        context,
      );
      if (!result)
        return {
          errors: unavailableErrors(query, representations),
        } as unknown as DataSourceResponse;
      const path = 'pathInIncomingRequest' in options ? options.pathInIncomingRequest : undefined;
      const entities = result.data?._entities;
      if (path && Array.isArray(entities) && entities.includes(null))
        context.missingEntities.add(path.join('.'));
      // Extensions stay here: they are between subgraph and gateway.
      return {
        ...(result.data === undefined ? {} : { data: result.data }),
        ...(result.errors ? { errors: result.errors } : {}),
      } as DataSourceResponse;
    },
  };
}
