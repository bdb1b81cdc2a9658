import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GatewayExecutor } from '@apollo/server-gateway-interface';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { enforceAccess } from '../access/enforce-access.js';
import type { OperationContext } from '../subgraph/operation-context.js';
import type { Federation } from '../supergraph/federation.js';
import type { GatewayPlugin } from './load-plugins.js';

export interface ApolloServerOptions {
  federation: Federation;
  /** Longest document, in tokens. */
  tokens: number;
  /** The operator's own; they run for every operation that is executed, whatever the transport. */
  plugins: readonly GatewayPlugin[];
  log: Logger;
}

/**
 * Apollo Server as the execution pipeline: no HTTP of its own, no reports to anybody, no second
 * parsing (documents come from the gateway's cache, where they were checked). Rejects when the
 * supergraph cannot be loaded.
 */
export async function startApolloServer({
  federation,
  tokens,
  plugins,
  log,
}: ApolloServerOptions): Promise<ApolloServer<OperationContext>> {
  const server = new ApolloServer<OperationContext>({
    gateway: federation.gatewayInterface((inner) =>
      withoutPlannerErrors(enforceAccess(inner, federation.current)),
    ),
    documentStore: {
      get: async (key) => federation.current().documents.byHash(key.slice(-64))?.document,
      set: async () => {},
      delete: async () => true,
    },
    parseOptions: { maxTokens: tokens + 1 },
    // Refused or accepted before this point, document by document.
    introspection: true,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    csrfPrevention: false,
    stopOnTerminationSignals: false,
    logger: log.child({ part: 'apollo' }),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ...plugins,
    ],
  });
  await server.start();
  return server;
}

/**
 * The planner's own guards against explosive operations throw plain errors; to the client they
 * mean: this asks for too much.
 */
function withoutPlannerErrors(executor: GatewayExecutor): GatewayExecutor {
  return async (request) => {
    try {
      return await executor(request);
    } catch (error) {
      if (!(error instanceof Error) || !/exceeds limit|too many options/i.test(error.message))
        throw error;
      return {
        errors: [
          new GraphQLError('The operation asks for too much at once.', {
            extensions: { code: 'QUERY_TOO_COMPLEX' },
          }),
        ],
      };
    }
  };
}
