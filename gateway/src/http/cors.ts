import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayConfig } from '../gateway-config.js';

const ALLOWED_HEADERS =
  'content-type, authorization, apollo-require-preflight, x-apollo-operation-name, x-guest-token, x-token-transport, x-request-id, traceparent';
const EXPOSED_HEADERS = 'x-request-id, retry-after';
const PREFLIGHT_SECONDS = '600';

const LOCAL = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/**
 * Exact origins that may use the API from a browser: the shop's own and the configured ones, and outside production any page served
 * from this machine. The address of the shop is read late: with PORT=0 it is known only after the start.
 */
export function allowedOrigins(
  config: Pick<GatewayConfig, 'publicUrl' | 'corsOrigins' | 'nodeEnv'>,
): (origin: string | undefined) => boolean {
  const allowed = new Set(config.corsOrigins.map((origin) => origin.replace(/\/$/, '')));
  return (origin) => {
    if (origin === undefined) return false;
    if (allowed.has(origin) || origin === new URL(config.publicUrl).origin) return true;
    return config.nodeEnv !== 'production' && LOCAL.test(origin);
  };
}

/** Answers preflights and marks answers for allowed origins; anybody else gets no CORS header at all. */
export function addCors(app: FastifyInstance, isAllowed: (origin: string | undefined) => boolean): void {
  app.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    const origin = request.headers.origin;
    reply.header('vary', 'Origin');
    if (!isAllowed(origin)) return request.method === 'OPTIONS' ? reply.code(204).send() : undefined;
    reply.header('access-control-allow-origin', origin);
    reply.header('access-control-allow-credentials', 'true');
    reply.header('access-control-expose-headers', EXPOSED_HEADERS);
    if (request.method !== 'OPTIONS') return undefined;
    reply.header('access-control-allow-methods', 'GET, POST, OPTIONS');
    reply.header('access-control-allow-headers', ALLOWED_HEADERS);
    reply.header('access-control-max-age', PREFLIGHT_SECONDS);
    return reply.code(204).send();
  });
}
