import { request as httpRequest, Agent } from 'node:http';
import { pipeline } from 'node:stream';
import { IDENTITY_HEADER, signIdentity } from '@emporium/auth/internal-identity';
import type { SubgraphRouteProxy } from './route-proxy.js';

const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const TIMEOUT_MS = 30_000;
/** Headers that belong to one connection (RFC 9110, 7.6.1), and credentials that are meant for the gateway. */
const NOT_FORWARDED = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'host', 'cookie', 'authorization', IDENTITY_HEADER]);

/** Streams a raw request to a subgraph's own route at its HTTP address, and the answer back. */
export function httpRouteProxy(name: string, graphqlUrl: string, internalSecret: string): SubgraphRouteProxy {
  const { hostname, port } = new URL(graphqlUrl);
  return (req, res, identity) => {
    const headers = Object.fromEntries(Object.entries(req.headers).filter(([header]) => !NOT_FORWARDED.has(header)));
    headers[IDENTITY_HEADER] = signIdentity({ issuer: 'gateway', ...identity }, name, internalSecret);
    headers['x-request-id'] = identity.requestId;
    const upstream = httpRequest({ agent, hostname, port, method: req.method, path: req.url, headers, timeout: TIMEOUT_MS }, (answer) => {
      const kept = Object.fromEntries(Object.entries(answer.headers).filter(([header]) => header !== 'connection' && header !== 'keep-alive'));
      res.writeHead(answer.statusCode ?? 502, kept);
      pipeline(answer, res, () => undefined);
    });
    const fail = () => {
      if (res.headersSent) res.destroy();
      else res.writeHead(503, { 'content-type': 'application/json' }).end('{"error":"SUBGRAPH_UNAVAILABLE"}');
    };
    upstream.on('timeout', () => upstream.destroy(new Error('time-out')));
    upstream.on('error', fail);
    pipeline(req, upstream, () => undefined);
  };
}
