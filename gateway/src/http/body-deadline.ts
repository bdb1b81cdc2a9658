import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { GatewayLimits } from '../gateway-config.js';
import { errorAnswer } from '../request/answer.js';
import { RequestError } from '../request/request-error.js';
import { mediaTypeOf } from './media-type.js';

export interface BodyDeadlineOptions {
  limits: GatewayLimits;
  /** Called for each request that was cut. */
  onSlow(ip: string, rejection: RequestError): void;
  log: Logger;
}

/**
 * A body that trickles holds a connection and a part of the memory for nothing. When it has not
 * come in its time the request is answered 408 (if nothing was answered yet), whatever the route,
 * and the connection ends.
 */
export function addBodyDeadline(
  app: FastifyInstance,
  { limits, onSlow, log }: BodyDeadlineOptions,
): void {
  app.addHook('onRequest', async (request, reply) => {
    const { raw } = request;
    if (!hasBody(raw)) return;
    const isUpload = mediaTypeOf(raw.headers) === 'multipart/form-data';
    const cut = setTimeout(
      () => {
        if (raw.complete) return;
        const rejection = new RequestError(
          408,
          'BAD_USER_INPUT',
          'The body took too long to arrive.',
          { reason: 'slow-body' },
        );
        onSlow(request.ip, rejection);
        if (reply.raw.headersSent) return void raw.destroy();
        // Whoever still reads the body must not answer as well.
        reply.hijack();
        reply.raw.writeHead(408, {
          ...(reply.getHeaders() as OutgoingHttpHeaders),
          'content-type': 'application/json; charset=utf-8',
          connection: 'close',
        });
        reply.raw.end(JSON.stringify(errorAnswer(rejection, request.id, log).body));
      },
      isUpload ? limits.uploadDeadlineMs : limits.bodyDeadlineMs,
    );
    cut.unref();
    raw.once('close', () => clearTimeout(cut));
  });
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
