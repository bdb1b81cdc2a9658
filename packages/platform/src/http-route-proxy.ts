import { request as httpRequest, Agent, type ClientRequest } from 'node:http';
import { pipeline } from 'node:stream';
import { IDENTITY_HEADER, signIdentity } from '@emporium/auth/internal-identity';
import { errorBody } from './http/error-body.js';
import { addresses, addressList, isNotConnected } from './addresses.js';
import type { SubgraphRouteProxy } from './route-proxy.js';
import { watchReplicas } from './watch-replicas.js';

const agent = new Agent({ keepAlive: true, maxSockets: 64 });
/** Longest silence before and in an answer; what keeps moving may take longer. */
const SILENCE_MS = 30_000;
/** How often a request without an answer looks whether its replica still lives, in milliseconds. */
const LOOK_EVERY_MS = 500;
/**
 * Headers that belong to one connection (RFC 9110, 7.6.1), and credentials that are meant for the
 * gateway.
 */
const NOT_FORWARDED = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'host',
  'cookie',
  'authorization',
  IDENTITY_HEADER,
]);

/**
 * Streams a raw request to a subgraph's own route at its HTTP address, and the answer back.
 * Replicas (comma-separated) take turns; one that refuses the connection is passed over, one that
 * is silent comes last, and a request without a body also goes on to the next when the connection
 * broke, or the replica fell silent, before an answer.
 */
export function httpRouteProxy(
  name: string,
  graphqlUrls: string,
  internalSecret: string,
  silenceMs = SILENCE_MS,
): SubgraphRouteProxy {
  const urls = addressList(graphqlUrls);
  const watch = watchReplicas(name, urls);
  const replicas = addresses(urls, { isSilent: watch.isSilent });
  return (req, res, identity) => {
    const headers = Object.fromEntries(
      Object.entries(req.headers).filter(([header]) => !NOT_FORWARDED.has(header)),
    );
    headers[IDENTITY_HEADER] = signIdentity(
      { issuer: 'gateway', ...identity },
      name,
      internalSecret,
    );
    headers['x-request-id'] = identity.requestId;
    const hasBody = req.method !== 'GET' && req.method !== 'HEAD';
    watch.inUse();
    const left = replicas.inTurn();
    const next = () => {
      const replica = left.shift();
      if (!replica) {
        if (res.headersSent) res.destroy();
        else {
          const body = errorBody(
            'SUBGRAPH_UNAVAILABLE',
            'A part of the shop is not available right now.',
            identity.requestId,
            true,
          );
          res
            .writeHead(503, { 'content-type': 'application/json; charset=utf-8' })
            .end(JSON.stringify(body));
        }
        return;
      }
      const { hostname, port } = replica;
      let answered = false;
      const look = setInterval(() => {
        if (!hasBody && left.length > 0 && watch.isSilent(replica))
          upstream.destroy(new Error('the replica fell silent'));
      }, LOOK_EVERY_MS);
      const upstream = httpRequest(
        { agent, hostname, port, method: req.method, path: req.url, headers, timeout: silenceMs },
        (answer) => {
          answered = true;
          clearInterval(look);
          const kept = Object.fromEntries(
            Object.entries(answer.headers).filter(
              ([header]) => header !== 'connection' && header !== 'keep-alive',
            ),
          );
          res.writeHead(answer.statusCode ?? 502, kept);
          pipeline(answer, res, () => undefined);
        },
      );
      upstream.on('timeout', () =>
        upstream.destroy(Object.assign(new Error('time-out'), { code: 'ETIMEDOUT' })),
      );
      upstream.on('error', (error: NodeJS.ErrnoException) => {
        clearInterval(look);
        if (answered) return void res.destroy();
        if (isNotConnected(error)) replicas.refused(replica);
        else if (hasBody || error.code === 'ETIMEDOUT') left.length = 0;
        next();
      });
      // The body is touched only when somebody listens: after a refusal it must still be there for
      // the next replica.
      if (!hasBody) upstream.end();
      else
        upstream.once('socket', (socket) =>
          socket.connecting ? socket.once('connect', () => send(upstream)) : send(upstream),
        );
    };
    const send = (upstream: ClientRequest) => pipeline(req, upstream, () => undefined);
    next();
  };
}
