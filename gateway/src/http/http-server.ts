import type { IncomingHttpHeaders } from 'node:http';
import { fastify, type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify';
import { traceRequests } from '@emporium/platform/http/trace-requests';
import { logFields } from '@emporium/telemetry/log-fields';
import type { Logger } from 'pino';
import type { GatewayConfig, GatewayLimits } from '../gateway-config.js';
import type { GatewayMetrics } from '../metrics.js';
import { errorAnswer } from '../request/answer.js';
import { RequestError } from '../request/request-error.js';
import type { Budgets } from '../limit/budgets.js';
import { addBodyDeadline } from './body-deadline.js';
import { addCors } from './cors.js';
import { drainRequest } from './drain-request.js';
import { wantsStatus200 } from './old-clients.js';
import { rejectUnreadable } from './reject-unreadable.js';
import { trustedProxies } from './remote-address.js';
import { isGraphqlPath, requestIdOf, stripInternalHeaders } from './request-origin.js';
import { sendAnswer } from './send-answer.js';

const REQUEST_TIMEOUT_MS = 130_000;
const HEADERS_TIMEOUT_MS = 15_000;
/** How often Node looks for requests that are late. */
const TIMEOUT_CHECK_MS = 5_000;
const KEEP_ALIVE_MS = 65_000;
const MAX_HEADER_BYTES = 16_384;
const YEAR_SECONDS = 31_536_000;

export interface HttpServerOptions {
  config: GatewayConfig;
  limits: GatewayLimits;
  isAllowedOrigin(origin: string | undefined): boolean;
  budgets: Budgets;
  metrics: GatewayMetrics;
  log: Logger;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** An operation was read from it: its admission takes what it costs, refused or not. */
    isPaidFor: boolean;
  }
}

/**
 * The public HTTP server with everything that holds for all routes: ids, headers, CORS, limits,
 * rejections in one form.
 */
export function createHttpServer({
  config,
  limits,
  isAllowedOrigin,
  budgets,
  metrics,
  log,
}: HttpServerOptions): FastifyInstance {
  const isTls = config.publicUrl.startsWith('https:');
  const headersOf = (requestId: string) => ({
    'x-request-id': requestId,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    ...(isTls ? { 'strict-transport-security': `max-age=${YEAR_SECONDS}` } : {}),
  });
  const app: FastifyInstance = fastify({
    logger: false,
    bodyLimit: limits.bodyBytes,
    trustProxy: trustedProxies(config.trustProxy),
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    forceCloseConnections: 'idle',
    // Who is connected already is answered; balancers have been told by /ready.
    return503OnClosing: false,
    http: {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: HEADERS_TIMEOUT_MS,
      connectionsCheckingInterval: TIMEOUT_CHECK_MS,
    },
    // Paths that cannot be decoded, or that are too long for any route, never get to a handler.
    frameworkErrors: (_error, request, reply) => {
      const rejection = new RequestError(400, 'BAD_USER_INPUT', 'This address cannot be read.', {
        reason: 'path',
      });
      metrics.refused(rejection.code, 'path');
      void sendAnswer(
        (reply as FastifyReply).headers(headersOf(request.id)),
        errorAnswer(rejection, request.id, log),
      );
    },
    clientErrorHandler: (error, socket) => rejectUnreadable(error, socket, log),
    genReqId: (request) => requestIdOf(request.headers),
    routerOptions: { caseSensitive: true, ignoreTrailingSlash: true },
  });
  app.decorateRequest('isPaidFor', false);

  // Balancers ask all the time.
  traceRequests(app, { except: ['/health'] });

  app.addHook('onRequest', async (request, reply) => {
    stripInternalHeaders(request.raw.headers);
    reply.headers(headersOf(request.id));
    // An absolute target would let the Host header and the target disagree.
    if (!request.raw.url?.startsWith('/'))
      throw new RequestError(400, 'BAD_USER_INPUT', 'Bad request.', { reason: 'target' });
  });
  addCors(app, isAllowedOrigin, config.corsHeaders);
  // After CORS, so that a page of another origin may read the rejection.
  void app.register(async () =>
    app.addHook('onRequest', async (request) => budgets.checkNetwork(request.ip)),
  );
  addBodyDeadline(app, {
    limits,
    onSlow(ip, { code, details }) {
      metrics.refused(code, details.reason ?? 'http');
      budgets.chargeUnread(ip, 0);
    },
    log,
  });
  app.addHook('onResponse', async (request, reply) => {
    log.info(
      {
        requestId: request.id,
        method: request.method,
        path: pathOf(request.url),
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        ...logFields(request.work?.traceparent),
      },
      'request',
    );
  });
  app.setNotFoundHandler(async (request, reply) => {
    const isGraphql = isGraphqlPath(request.url);
    // A page of another origin asks what it may do: nothing, and that is no error of the path.
    if (request.method === 'OPTIONS') return reply.code(204).send();
    budgets.chargeUnread(request.ip, 0);
    if (isGraphql) reply.header('allow', 'GET, POST, OPTIONS');
    throw isGraphql || request.method === 'TRACE'
      ? new RequestError(405, 'BAD_USER_INPUT', 'This method is not for this address.', {
          reason: 'method',
        })
      : new RequestError(404, 'BAD_USER_INPUT', 'There is nothing at this address.', {
          reason: 'path',
        });
  });
  app.setErrorHandler<FastifyError | RequestError>((error, request, reply) => {
    const rejection =
      error instanceof RequestError || error instanceof AggregateError ? error : fromFastify(error);
    if (rejection instanceof RequestError)
      metrics.refused(rejection.code, rejection.details.reason ?? 'http');
    // Who is refused for what was used up owes nothing more.
    if (!request.isPaidFor && !(rejection instanceof RequestError && rejection.status === 429)) {
      budgets.chargeUnread(request.ip, Math.min(bytesOf(request.headers), limits.bodyBytes));
    }
    if (/^multipart\//i.test(request.headers['content-type'] ?? '')) drainRequest(request.raw);
    const answer = errorAnswer(rejection, request.id, log);
    const first = rejection instanceof AggregateError ? rejection.errors[0] : rejection;
    const isTolerated =
      config.nodeEnv === 'development' &&
      first instanceof RequestError &&
      wantsStatus200(first, request.headers.accept);
    return sendAnswer(reply, isTolerated ? { ...answer, status: 200 } : answer);
  });
  return app;
}

/** Bytes of a body as announced; what is announced by nobody may be any number. */
const bytesOf = (headers: IncomingHttpHeaders) =>
  headers['transfer-encoding'] ? Infinity : Number(headers['content-length'] ?? 0);

/** Paths may hold identifiers of any length; logs keep the beginning. */
const pathOf = (url: string) => (url.split('?', 1)[0] ?? '').slice(0, 200);

function fromFastify(error: FastifyError): Error {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new RequestError(413, 'PAYLOAD_TOO_LARGE', 'The request is too large.', {
        reason: 'body',
      });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new RequestError(415, 'BAD_USER_INPUT', 'Send application/json.', {
        reason: 'media-type',
      });
    default:
      return error.statusCode && error.statusCode < 500
        ? new RequestError(400, 'BAD_USER_INPUT', 'Bad request.', { reason: 'http' })
        : error;
  }
}
