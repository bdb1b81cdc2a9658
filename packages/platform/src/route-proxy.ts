import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Principal } from '@emporium/auth/principal';

/**
 * Hands a raw request to a route that a subgraph declares (media files, webhooks, JWKS), with the
 * identity the gateway established.
 */
export type SubgraphRouteProxy = (
  req: IncomingMessage,
  res: ServerResponse,
  identity: { principal: Principal; requestId: string },
) => void;
