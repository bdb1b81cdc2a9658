import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from 'pino';
import { answerText, errorAnswer } from '../request/answer.js';
import { RequestError } from '../request/request-error.js';

const STATUS: Record<string, 408 | 413 | 431> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
};

/**
 * Answers what is not HTTP, or does not end, in the form of all rejections, and closes the
 * connection: nothing after it can be told apart.
 */
export function rejectUnreadable(error: NodeJS.ErrnoException, socket: Socket, log: Logger): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const status = STATUS[error.code ?? ''] ?? 400;
  const requestId = randomUUID();
  const rejection = new RequestError(
    400,
    'BAD_USER_INPUT',
    'This is no HTTP request that could be read.',
    { reason: 'http' },
  );
  const body = answerText(errorAnswer(rejection, requestId, log).body);
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Request-Id: ${requestId}`,
      'X-Content-Type-Options: nosniff',
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
