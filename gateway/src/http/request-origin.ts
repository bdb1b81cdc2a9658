import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Credentials, Origin } from '../identity/identify-caller.js';

const REQUEST_ID = /^[\w.:-]{1,100}$/;
const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;
const MAX_USER_AGENT = 300;
/** Longer than a currency, so that the refusal names what was sent. */
const CURRENCY = /^[A-Za-z0-9]{1,10}$/;
/** Headers that only the gateway may set for subgraphs. */
const INTERNAL = /^x-(identity|internal|user-|permissions|refresh-token|device-token|client-)/;

/** The caller's own request id when it is harmless, else a new one. */
export function requestIdOf(headers: IncomingHttpHeaders): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

/** Removes headers with which a client could pose as the gateway towards a subgraph. */
export function stripInternalHeaders(headers: IncomingHttpHeaders): void {
  for (const name of Object.keys(headers))
    if (INTERNAL.test(name) || name.startsWith('apollo-federation-')) delete headers[name];
}

/**
 * Whether a target means the GraphQL endpoint; a slash at its end, which many clients and proxies
 * add, changes nothing.
 */
export function isGraphqlPath(target = ''): boolean {
  return /^\/graphql\/?$/.test(target.split('?', 1)[0] ?? '');
}

/** What the headers say about the sender, in bounded and harmless form. */
export function originOf(headers: IncomingHttpHeaders, ip: string, requestId: string): Origin {
  const { traceparent, 'user-agent': userAgent, 'x-token-transport': tokenTransport } = headers;
  const currency = headers['x-currency'];
  return {
    requestId,
    ip,
    ...(typeof traceparent === 'string' && TRACEPARENT.test(traceparent) ? { traceparent } : {}),
    ...(userAgent ? { userAgent: userAgent.slice(0, MAX_USER_AGENT) } : {}),
    ...(tokenTransport === 'body' ? { tokenTransport } : {}),
    ...(typeof currency === 'string' && currency !== ''
      ? { currency: CURRENCY.test(currency) ? currency.toUpperCase() : 'INVALID' }
      : {}),
  };
}

/** The credentials of a request. */
export function credentialsOf(headers: IncomingHttpHeaders): Credentials {
  const guestToken = headers['x-guest-token'];
  return {
    ...(headers.authorization === undefined ? {} : { authorization: headers.authorization }),
    ...(headers.cookie === undefined ? {} : { cookie: headers.cookie }),
    ...(typeof guestToken === 'string' ? { guestToken } : {}),
  };
}
