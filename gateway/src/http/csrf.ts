import type { IncomingHttpHeaders } from 'node:http';
import { RequestError } from '../request/request-error.js';
import { mediaTypeOf } from './media-type.js';

/** Content types that a browser sends to other origins without asking first. */
const SIMPLE_TYPES = new Set([
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
]);
const PREFLIGHT_HEADERS = ['apollo-require-preflight', 'x-apollo-operation-name'] as const;

/**
 * Throws RequestError for a request that another site's page could have sent with the visitor's
 * cookies. A GET has no body, so the only type it may name is that of GraphQL: browsers have let
 * pages send other ones without asking first.
 */
export function rejectForgery(method: string, headers: IncomingHttpHeaders): void {
  const type = mediaTypeOf(headers);
  if (method === 'GET' && headers['content-type'] && type !== 'application/json') {
    throw new RequestError(
      415,
      'BAD_USER_INPUT',
      'A GET names no content type but application/json.',
      { reason: 'media-type' },
    );
  }
  const needsPreflight = type !== '' && !SIMPLE_TYPES.has(type);
  if (needsPreflight || PREFLIGHT_HEADERS.some((name) => headers[name])) return;
  throw new RequestError(
    400,
    'BAD_USER_INPUT',
    'Send the header apollo-require-preflight, or a JSON content type.',
    { reason: 'csrf' },
  );
}
