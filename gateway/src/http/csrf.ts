import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from '../request/refusal.js';

/** Content types that a browser sends to other origins without asking first. */
const SIMPLE_TYPES = new Set(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']);
const PREFLIGHT_HEADERS = ['apollo-require-preflight', 'x-apollo-operation-name'] as const;

/** Throws Refusal for a request that another site's page could have sent with the visitor's cookies. */
export function refuseForgery(headers: IncomingHttpHeaders): void {
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  const needsPreflight = type !== undefined && type !== '' && !SIMPLE_TYPES.has(type);
  if (needsPreflight || PREFLIGHT_HEADERS.some((name) => headers[name])) return;
  throw new Refusal(400, 'BAD_USER_INPUT', 'Send the header apollo-require-preflight, or a JSON content type.', { reason: 'csrf' });
}
