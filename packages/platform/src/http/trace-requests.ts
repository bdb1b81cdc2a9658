import { beginWork } from '@emporium/telemetry/begin-work';
import { tracerInForce } from '@emporium/telemetry/tracer';
import { withinWork } from '@emporium/telemetry/within-work';
import type { Work } from '@emporium/telemetry/work';
import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** The request as a piece of work; undefined when it is not traced. */
    work: Work | undefined;
  }
}

/**
 * Makes each request a piece of work, the trace of its sender going on; those to the routes
 * `except` are none.
 */
export function traceRequests(
  app: FastifyInstance,
  { except }: { except: readonly string[] },
): void {
  app.decorateRequest('work', undefined);
  if (!tracerInForce()) return;
  app.addHook('onRequest', (request, reply, done) => {
    const route = request.routeOptions.url;
    if (route && except.includes(route)) return done();
    const { traceparent } = request.headers;
    const work = beginWork(route ? `${request.method} ${route}` : request.method, {
      kind: 'server',
      parent: typeof traceparent === 'string' ? traceparent : undefined,
      attributes: {
        'http.request.method': request.method,
        'http.route': route,
        'url.scheme': request.protocol,
      },
    });
    request.work = work;
    // Also when the client leaves before its answer.
    reply.raw.once('close', () => {
      work.set({ 'http.response.status_code': reply.raw.statusCode });
      if (reply.raw.statusCode >= 500) work.fail(String(reply.raw.statusCode));
      work.end();
    });
    withinWork(work, done);
  });
  // The body arrives by events of the socket, which belongs to no request, so the work is entered
  // once more behind it.
  app.addHook('preValidation', (request, _reply, done) =>
    request.work ? withinWork(request.work, done) : done(),
  );
}
