import type { FastifyReply } from 'fastify';
import { EVENT_STREAM, JSON_TYPE, acceptedTypes } from './answer-type.js';
import { answerText, type Answer } from '../request/answer.js';

/** Writes an answer: status, cookies, Retry-After, and the media type that the client prefers. */
export function sendAnswer(reply: FastifyReply, answer: Answer): FastifyReply {
  const [type] = acceptedTypes(reply.request.headers.accept).filter((one) => one !== EVENT_STREAM);
  const retryAfterMs = answer.body.errors?.find((error) => error.extensions.retryAfterMs)
    ?.extensions.retryAfterMs;
  if (retryAfterMs) reply.header('retry-after', String(Math.ceil(retryAfterMs / 1_000)));
  if (answer.status === 405 && !reply.hasHeader('allow')) reply.header('allow', 'POST');
  if (answer.cookies.length > 0) reply.header('set-cookie', [...answer.cookies]);
  return reply
    .code(answer.status)
    .headers({ ...answer.headers })
    .header('cache-control', 'no-store')
    .header('content-type', `${type ?? JSON_TYPE}; charset=utf-8`)
    .send(answerText(answer.body));
}
