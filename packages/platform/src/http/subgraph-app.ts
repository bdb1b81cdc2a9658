import {
  IDENTITY_HEADER,
  verifyIdentity,
  type InternalIdentity,
} from '@emporium/auth/internal-identity';
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import processRequest from 'graphql-upload/processRequest.mjs';
import { callerWaits, deadlineOf, TIME_LEFT_HEADER } from '../caller-waits.js';
import type { Ctx } from '../context.js';
import type { SubgraphDefinition } from '../define-subgraph.js';
import type { GraphQLExecutor, GraphQLOperation } from '../graphql-executor.js';
import type { ContextInput } from '../make-context.js';
import { loggableError } from '../loggable-error.js';
import type { Runtime } from '../runtime.js';
import { errorBody } from './error-body.js';
import { traceRequests } from './trace-requests.js';

const UNAUTHENTICATED = errorBody('UNAUTHENTICATED', 'Unauthenticated', undefined);
const BODY_LIMIT = 4_000_000;
const UPLOAD_LIMITS = { maxFileSize: 100_000_000, maxFiles: 10 };
/** Headers that may reach use cases; everything else stays here. */
const PASSED_HEADERS = [
  'x-refresh-token',
  'x-device-token',
  'x-token-transport',
  'x-client-ip',
  'x-currency',
  'user-agent',
];

declare module 'fastify' {
  interface FastifyRequest {
    identity: InternalIdentity;
  }
}

/**
 * The HTTP face of a subgraph: GraphQL and its own routes, both behind the internal identity.
 * Whatever the request is, without a valid identity the answer is 401.
 */
export async function subgraphApp<S>(
  definition: SubgraphDefinition<S>,
  runtime: Runtime,
  executor: GraphQLExecutor,
  context: (input: ContextInput) => Ctx<S>,
): Promise<FastifyInstance> {
  const identityIn = ({ headers }: FastifyRequest) =>
    verifyIdentity(
      headers[IDENTITY_HEADER] as string | undefined,
      definition.name,
      runtime.config.internalSecrets,
    );
  const app = fastify({
    bodyLimit: BODY_LIMIT,
    logger: false,
    forceCloseConnections: 'idle',
    requestTimeout: 150_000,
    // Addresses that cannot be decoded get to no hook and no route.
    frameworkErrors: (_error, request, made) => {
      const identity = identityIn(request as FastifyRequest);
      const reply = made as FastifyReply;
      if (!identity) return void reply.code(401).send(UNAUTHENTICATED);
      void reply
        .code(400)
        .send(errorBody('BAD_USER_INPUT', 'This address cannot be read.', identity.requestId));
    },
  });
  app.decorateRequest('identity', undefined as never);
  // The executor tells of GraphQL itself, however it comes in.
  traceRequests(app, { except: ['/graphql'] });
  app.addHook('onRequest', async (request, reply) => {
    const identity = identityIn(request);
    if (!identity) return reply.code(401).send(UNAUTHENTICATED);
    request.identity = identity;
  });
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .send(
        errorBody(
          'BAD_USER_INPUT',
          'There is nothing at this address.',
          request.identity.requestId,
        ),
      ),
  );
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const status = error.statusCode ?? 500;
    const requestId = request.identity?.requestId;
    if (status < 500)
      return reply
        .code(status)
        .send(errorBody('BAD_USER_INPUT', 'This request cannot be read.', requestId));
    runtime.log.error(
      { err: loggableError(error), requestId, subgraph: definition.name },
      'request failed',
    );
    return reply
      .code(500)
      .send(errorBody('INTERNAL_SERVER_ERROR', 'Something went wrong on our side.', requestId));
  });
  app.addContentTypeParser('multipart/form-data', (_request, _payload, done) => done(null));
  app.post('/graphql', async (request, reply) => {
    const operation = await readOperation(request, reply);
    const cookies: string[] = [];
    const ctx = context({ ...contextInput(request), setCookie: (cookie) => cookies.push(cookie) });
    const result = await executor.execute(operation, ctx);
    return reply.send(
      cookies.length
        ? { ...result, extensions: { ...result.extensions, setCookies: cookies } }
        : result,
    );
  });
  definition.routes?.(app, (request) => context(contextInput(request)));
  await app.ready();
  return app;
}

async function readOperation(
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<GraphQLOperation> {
  if (!request.headers['content-type']?.startsWith('multipart/form-data'))
    return request.body as GraphQLOperation;
  return (await processRequest(
    request.raw,
    reply.raw,
    UPLOAD_LIMITS,
  )) as unknown as GraphQLOperation;
}

function contextInput(request: FastifyRequest): ContextInput {
  const { principal, requestId } = request.identity;
  const headers = Object.fromEntries(
    PASSED_HEADERS.flatMap((name) =>
      typeof request.headers[name] === 'string' ? [[name, request.headers[name]]] : [],
    ),
  );
  const traceparent = request.headers['traceparent'];
  const waits = callerWaits(
    deadlineOf(request.headers[TIME_LEFT_HEADER]),
    () => request.raw.socket.destroyed,
  );
  return {
    principal,
    requestId,
    headers,
    callerWaits: waits,
    ...(typeof traceparent === 'string' ? { traceparent } : {}),
  };
}
