import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import type { GatewayConfig } from '../gateway-config.js';

/**
 * What pages send: the shop's own headers, those of the common GraphQL clients, and the trace
 * headers of W3C and Sentry.
 */
const ALLOWED_HEADERS = [
  'accept',
  'content-type',
  'authorization',
  'x-guest-token',
  'x-token-transport',
  'x-currency',
  'x-request-id',
  'apollo-require-preflight',
  'apollographql-client-name',
  'apollographql-client-version',
  'x-apollo-operation-name',
  'x-apollo-operation-id',
  'x-apollo-operation-type',
  'graphql-client-name',
  'graphql-client-version',
  'x-graphql-event-stream-token',
  'traceparent',
  'tracestate',
  'baggage',
  'sentry-trace',
];
const EXPOSED_HEADERS = ['x-request-id', 'retry-after'];
const PREFLIGHT_SECONDS = 600;

const LOCAL = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/**
 * Exact origins that may use the API from a browser: the shop's own and the configured ones, and
 * outside production any page served from this machine. The address of the shop is read late: with
 * PORT=0 it is known only after the start.
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

/**
 * Answers preflights and marks answers for allowed origins; anybody else gets no CORS header at
 * all. `headers`: request headers that pages may send beside the usual ones.
 */
export function addCors(
  app: FastifyInstance,
  isAllowed: (origin: string | undefined) => boolean,
  headers: readonly string[] = [],
): void {
  void app.register(cors, {
    origin: (origin, done) => done(null, isAllowed(origin)),
    credentials: true,
    methods: ['GET', 'POST', 'OPTIONS'],
    allowedHeaders: [...ALLOWED_HEADERS, ...headers],
    exposedHeaders: EXPOSED_HEADERS,
    maxAge: PREFLIGHT_SECONDS,
    strictPreflight: false,
  });
}
