import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { requireStorable } from '@emporium/graphql/require-storable';
import { traceWork } from '@emporium/telemetry/trace-work';
import type { ExecutionResult, GraphQLSchema } from 'graphql';
import type { Ctx } from './context.js';
import { maskErrors } from './mask-errors.js';
import { traceRootFields } from './trace-root-fields.js';

/** One GraphQL operation as text. */
export interface GraphQLOperation {
  query: string;
  operationName?: string;
  variables?: Record<string, unknown>;
}

/** Executes operations on one subgraph's schema; the same for direct calls and HTTP. */
export interface GraphQLExecutor {
  execute(operation: GraphQLOperation, ctx: Ctx): Promise<ExecutionResult>;
  stop(): Promise<void>;
}

const storableText: ApolloServerPlugin<Ctx> = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ document, request }) =>
      requireStorable(document, request.variables),
  }),
};

/**
 * Starts the Apollo Server of the subgraph `name`. It has no HTTP of its own: identity and
 * transport are the platform's.
 */
export async function startExecutor(name: string, schema: GraphQLSchema): Promise<GraphQLExecutor> {
  const server = new ApolloServer<Ctx>({
    schema: traceRootFields(schema),
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    persistedQueries: false,
    plugins: [
      // Answers are personal and never cached between services; without the plugin resolvers run
      // without a hook around each field.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      storableText,
      maskErrors(),
    ],
  });
  await server.start();
  return {
    execute: (operation, ctx) => {
      const type = /^\s*mutation\b/.test(operation.query) ? 'mutation' : 'query';
      const attributes = {
        'emporium.subgraph': name,
        'graphql.operation.type': type,
        'graphql.operation.name': operation.operationName,
      };
      return traceWork(
        `${name} ${type}`,
        { kind: 'server', attributes, parent: ctx.traceparent },
        async () => {
          const response = await server.executeOperation<Record<string, unknown>>(operation, {
            contextValue: ctx,
          });
          if (response.body.kind !== 'single')
            throw new Error('incremental delivery is not used between services');
          return response.body.singleResult as ExecutionResult;
        },
      );
    },
    stop: () => server.stop(),
  };
}
