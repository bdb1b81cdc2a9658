import { ANONYMOUS } from '@emporium/auth/principal';
import type { SubgraphRouteProxy } from '@emporium/platform/route-proxy';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Budgets } from '../limit/budgets.js';
import { errorAnswer } from '../request/answer.js';
import { RequestError } from '../request/request-error.js';

interface Route {
  method: readonly string[];
  url: string;
  subgraph: string;
  /** Takes a secret: it counts as a log-in, and its subgraph gets the Authorization header. */
  isLogin?: boolean;
}

/** Public routes that belong to a subgraph. */
const ROUTES: readonly Route[] = [
  { method: ['GET', 'HEAD'], url: '/media/*', subgraph: 'media' },
  { method: ['POST'], url: '/webhooks/payments/:provider', subgraph: 'payments' },
  { method: ['GET', 'HEAD'], url: '/documents/:file', subgraph: 'orders' },
  { method: ['GET', 'HEAD', 'POST'], url: '/unsubscribe', subgraph: 'notifications' },
  { method: ['GET'], url: '/person-data/:file', subgraph: 'users' },
  { method: ['GET', 'HEAD'], url: '/.well-known/jwks.json', subgraph: 'users' },
  { method: ['POST'], url: '/oauth/token', subgraph: 'users', isLogin: true },
];

/** Only for whoever develops the shop: they show mails, whose links open orders. */
const DEVELOPMENT_ROUTES: readonly Route[] = [
  { method: ['GET', 'HEAD'], url: '/mails', subgraph: 'notifications' },
  { method: ['GET', 'HEAD'], url: '/mails/*', subgraph: 'notifications' },
];

export interface PassthroughOptions {
  /** By subgraph; without one its routes answer 404. */
  proxies: Readonly<Record<string, SubgraphRouteProxy>>;
  budgets: Budgets;
  production: boolean;
  log: Logger;
}

/**
 * Hands these routes to their subgraph untouched: signatures of webhooks are over the raw bytes.
 * They are the same for everybody, so no client credential goes along, but to the endpoint that takes
 * one. Each takes a little from its network's ceiling.
 */
export function addPassthroughRoutes(
  app: FastifyInstance,
  { proxies, budgets, production, log }: PassthroughOptions,
): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    for (const { method, url, subgraph, isLogin = false } of [
      ...ROUTES,
      ...(production ? [] : DEVELOPMENT_ROUTES),
    ]) {
      const proxy = proxies[subgraph];
      scope.route({
        method: [...method],
        url,
        async handler(request, reply) {
          if (!proxy) throw new RequestError(404, 'BAD_USER_INPUT', 'Not found.');
          await budgets.chargeVisit(request.ip, isLogin);
          const { authorization } = request.raw.headers;
          if (isLogin && authorization !== undefined)
            request.raw.headers['x-client-authorization'] = authorization;
          delete request.raw.headers.authorization;
          delete request.raw.headers.cookie;
          request.raw.headers['x-request-id'] = request.id;
          // Whose network something is done for: images are rendered in turns.
          request.raw.headers['x-client-ip'] = request.ip;
          if (request.work?.traceparent)
            request.raw.headers['traceparent'] = request.work.traceparent;
          for (const [name, value] of Object.entries(reply.getHeaders()))
            if (value !== undefined) reply.raw.setHeader(name, value);
          reply.hijack();
          try {
            await proxy(request.raw, reply.raw, { principal: ANONYMOUS, requestId: request.id });
          } catch (error) {
            log.warn({ err: error, subgraph, requestId: request.id }, 'subgraph route failed');
            if (reply.raw.headersSent) return reply.raw.destroy();
            const rejection = new RequestError(
              503,
              'SUBGRAPH_UNAVAILABLE',
              'A part of the shop is not available right now.',
            );
            reply.raw.writeHead(503, { 'content-type': 'application/json; charset=utf-8' });
            reply.raw.end(JSON.stringify(errorAnswer(rejection, request.id, log).body));
          }
          return reply;
        },
      });
    }
  });
}
