import type { FastifyInstance } from 'fastify';
import { Refusal } from '../request/refusal.js';

/** Only UTF-8 JSON is read: other charsets have been used to smuggle text past filters. Multipart bodies stay streams. */
export function addBodyParsers(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(/^application\/(graphql\+)?json\b/, { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    const charset = /charset\s*=\s*"?([^\s;"]+)/i.exec(request.headers['content-type'] ?? '')?.[1];
    if (charset !== undefined && !/^utf-?8$/i.test(charset)) {
      done(new Refusal(415, 'BAD_USER_INPUT', 'Only UTF-8 is read.', { reason: 'charset' }));
      return;
    }
    try {
      done(null, JSON.parse(body.toString('utf8')));
    } catch {
      done(new Refusal(400, 'BAD_USER_INPUT', 'The body is not JSON.', { reason: 'json' }));
    }
  });
  app.addContentTypeParser('multipart/form-data', (_request, _payload, done) => done(null));
}
