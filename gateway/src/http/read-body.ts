import type { IncomingHttpHeaders } from 'node:http';
import { createGunzip } from 'node:zlib';
import type { FastifyInstance, RequestPayload } from 'fastify';
import { mediaTypeOf } from './media-type.js';
import { RequestError } from '../request/request-error.js';

/**
 * Only UTF-8 JSON is read, plain or packed by gzip: other charsets have been used to smuggle text
 * past filters. The limit of the body holds for what is unpacked. Multipart bodies stay streams.
 */
export function addBodyParsers(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    /^application\/(graphql\+)?json\b/,
    { parseAs: 'buffer' },
    (request, body: Buffer, done) => {
      const charset = /charset\s*=\s*"?([^\s;"]+)/i.exec(
        request.headers['content-type'] ?? '',
      )?.[1];
      if (charset !== undefined && !/^utf-?8$/i.test(charset)) {
        done(new RequestError(415, 'BAD_USER_INPUT', 'Only UTF-8 is read.', { reason: 'charset' }));
        return;
      }
      try {
        done(null, JSON.parse(body.toString('utf8')));
      } catch {
        done(new RequestError(400, 'BAD_USER_INPUT', 'The body is not JSON.', { reason: 'json' }));
      }
    },
  );
  app.addHook('preParsing', async (request, _reply, payload) => unpacked(request.headers, payload));
  app.addContentTypeParser('multipart/form-data', (_request, _payload, done) => done(null));
}

function unpacked(headers: IncomingHttpHeaders, payload: RequestPayload): RequestPayload {
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding === 'identity' || encoding === '') return payload;
  if (
    (encoding !== 'gzip' && encoding !== 'x-gzip') ||
    mediaTypeOf(headers) === 'multipart/form-data'
  ) {
    throw new RequestError(
      415,
      'BAD_USER_INPUT',
      'Send the body as it is, or JSON packed by gzip.',
      { reason: 'encoding' },
    );
  }
  const plain = createGunzip() as RequestPayload & ReturnType<typeof createGunzip>;
  // Fastify compares the declared length with what came over the wire.
  plain.receivedEncodedLength = 0;
  payload.on('data', (chunk: Buffer) => (plain.receivedEncodedLength! += chunk.length));
  // Nobody reads the body of a GET; what is wrong with it then ends nothing.
  plain.on('error', () => {});
  payload.once('error', (error) => plain.destroy(error));
  return payload.pipe(plain);
}
