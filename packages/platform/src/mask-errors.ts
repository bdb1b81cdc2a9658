import type { ApolloServerPlugin } from '@apollo/server';
import { OF_SUBGRAPHS } from '@emporium/graphql/error-codes';
import { GraphQLError } from 'graphql';
import type { Ctx } from './context.js';
import { isRetryable } from './is-retryable.js';
import { loggableError } from './loggable-error.js';

/**
 * Replaces unexpected errors by a text without internals; the log keeps the real one under the
 * request id.
 */
export function maskErrors(): ApolloServerPlugin<Ctx> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ contextValue, errors, response }) {
          if (!errors?.length || response.body.kind !== 'single') return;
          response.body.singleResult.errors = errors.map((error) =>
            masked(error, contextValue).toJSON(),
          );
        },
      };
    },
  };
}

function masked(error: GraphQLError, ctx: Ctx): GraphQLError {
  const code = error.extensions['code'] as string | undefined;
  const located = {
    nodes: error.nodes,
    source: error.source,
    positions: error.positions,
    path: error.path,
  };
  if (code && OF_SUBGRAPHS.has(code)) {
    const { stacktrace: _stack, http: _transport, ...extensions } = error.extensions;
    return new GraphQLError(error.message, { ...located, extensions });
  }
  if (isRetryable(error.originalError)) {
    ctx.log.warn(
      { err: loggableError(error.originalError) },
      'a store or an internal call gave no answer',
    );
    return new GraphQLError('A part of the shop does not answer. Try again later.', {
      ...located,
      extensions: { code: 'SUBGRAPH_UNAVAILABLE', retryable: true },
    });
  }
  ctx.log.error(
    { err: loggableError(error.originalError ?? error), path: error.path },
    'unexpected error',
  );
  return new GraphQLError('Something went wrong on our side. The request id helps us to find it.', {
    ...located,
    extensions: { code: 'INTERNAL_SERVER_ERROR', retryable: false },
  });
}
