import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ANONYMOUS } from '@emporium/auth/principal';
import type { IdentifyCaller } from '../identity/identify-caller.js';
import type { Budgets } from '../limit/budgets.js';
import type { PrepareOperation, OperationRequest } from '../request/prepare-operation.js';
import { RequestError } from '../request/request-error.js';
import type { RunOperation } from '../request/run-operation.js';
import type { StreamOperation } from './event-stream.js';
import { rejectForgery } from './csrf.js';
import { EVENT_STREAM, acceptedTypes } from './answer-type.js';
import { mediaTypeOf } from './media-type.js';
import { addBodyParsers } from './read-body.js';
import { callerOf } from './caller-of.js';
import { sendAnswer } from './send-answer.js';
import type { ReadUpload } from './read-upload.js';

export interface GraphqlRouteOptions {
  identify: IdentifyCaller;
  budgets: Budgets;
  prepare: PrepareOperation;
  run: RunOperation;
  stream: StreamOperation;
  readUpload: ReadUpload;
}

/**
 * `POST /graphql` (JSON, multipart uploads, event streams) and `GET /graphql` (queries, event
 * streams).
 */
export function addGraphqlRoute(app: FastifyInstance, options: GraphqlRouteOptions): void {
  void app.register(async (scope) => {
    addBodyParsers(scope);
    scope.addHook('onRequest', async (request) => {
      rejectForgery(request.method, request.headers);
      // Who brings nothing to be known by is nobody, and refused before the body is read.
      const { authorization, cookie } = request.headers;
      if (authorization === undefined && cookie === undefined)
        options.budgets.check({ principal: ANONYMOUS, ip: request.ip, requestId: request.id });
    });
    scope.route({
      method: ['GET', 'POST'],
      url: '/graphql',
      handler: (request, reply) => answer(request, reply, options),
    });
  });
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  options: GraphqlRouteOptions,
): Promise<unknown> {
  const caller = await callerOf(request, options.identify);
  const isGet = request.method === 'GET';
  const isUpload = mediaTypeOf(request.headers) === 'multipart/form-data';
  const body = isGet
    ? queryParameters(request.query)
    : isUpload
      ? await options.readUpload(request, reply, caller)
      : jsonBody(request.body);
  const accepted = acceptedTypes(request.headers.accept);
  if (accepted.length === 0)
    throw new RequestError(406, 'BAD_USER_INPUT', 'Answers are JSON or an event stream.', {
      reason: 'accept',
    });
  request.isPaidFor = true;
  const prepared = await options.prepare(body, caller, { noMutations: isGet });
  const isSubscription = prepared.operation.operation === 'subscription';
  if (
    accepted[0] === EVENT_STREAM ||
    (isSubscription && namesEventStream(request.headers.accept, accepted))
  ) {
    return options.stream(prepared, caller, reply, isUpload);
  }
  if (isSubscription) {
    throw new RequestError(
      400,
      'BAD_USER_INPUT',
      'Subscriptions need a WebSocket or an event stream.',
      { reason: 'transport' },
    );
  }
  const gone = new AbortController();
  // An abort makes an error with a stack, which is dear: only for who really left.
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return sendAnswer(reply, await options.run(prepared, caller, { signal: gone.signal, isUpload }));
}

function jsonBody(body: unknown): OperationRequest {
  if (Array.isArray(body))
    throw new RequestError(
      400,
      'BAD_USER_INPUT',
      'Batches are not run; send one operation per request.',
      { reason: 'batch' },
    );
  if (typeof body !== 'object' || body === null)
    throw new RequestError(400, 'BAD_USER_INPUT', 'The body must be a JSON object.', {
      reason: 'shape',
    });
  return body;
}

function queryParameters(raw: unknown): OperationRequest {
  const { query, operationName, variables, extensions } = raw as Record<string, unknown>;
  return {
    query,
    operationName,
    variables: parseParameter(variables),
    extensions: parseParameter(extensions),
  };
}

function parseParameter(value: unknown): unknown {
  if (value === undefined || value === '') return undefined;
  try {
    return JSON.parse(String(value));
  } catch {
    throw new RequestError(400, 'BAD_USER_INPUT', 'A parameter is not JSON.', { reason: 'json' });
  }
}

/**
 * A client that takes anything did not ask for a stream; one that names it takes it for operations
 * that need one.
 */
const namesEventStream = (accept: string | undefined, accepted: readonly string[]) =>
  accepted.includes(EVENT_STREAM) && accept?.toLowerCase().includes(EVENT_STREAM) === true;
