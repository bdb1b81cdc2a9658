import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { OperationTypeNode, type FormattedExecutionResult } from 'graphql';
import { CloseCode, handleProtocols } from 'graphql-ws';
import type { Logger } from 'pino';
import { WebSocketServer, type WebSocket } from 'ws';
import { isGraphqlPath, originOf, requestIdOf } from '../http/request-origin.js';
import type { Caller } from '../identity/caller.js';
import type { IdentifyCaller } from '../identity/identify-caller.js';
import type { Revocations } from '../identity/revocations.js';
import type { Budgets } from '../limit/budgets.js';
import type { ConnectionLimit } from '../limit/connection-limit.js';
import type { GatewayMetrics } from '../metrics.js';
import type { PrepareOperation } from '../request/prepare-operation.js';
import { errorAnswer } from '../request/answer.js';
import { RequestError } from '../request/request-error.js';
import type { RunOperation } from '../request/run-operation.js';
import { createConnectionOperations, type ConnectionOperations } from './connection-operations.js';
import type { OpenSubscription } from './open-subscription.js';
import { sendMessage, speakTransport } from './transport-protocol.js';
import { watchToken } from './watch-token.js';

const KEEP_ALIVE_MS = 12_000;
/** Close code that clients take as a reason to wait (IANA's registry of WebSocket close codes). */
const TRY_AGAIN_LATER = 1013;
/** How long whoever is turned away may take to close, too. */
const TURNED_AWAY_MS = 1_000;

export interface WebsocketOptions {
  identify: IdentifyCaller;
  revocations: Revocations;
  isAllowedOrigin(origin: string | undefined): boolean;
  ipOf(request: IncomingMessage): string;
  prepare: PrepareOperation;
  run: RunOperation;
  subscribe: OpenSubscription;
  budgets: Budgets;
  connections: ConnectionLimit;
  subscriptionsPerConnection: number;
  maxMessageBytes: number;
  metrics: GatewayMetrics;
  log: Logger;
}

/**
 * Serves `graphql-transport-ws` on `GET /graphql` of the HTTP server; returns how to close all
 * connections.
 */
export function serveWebsockets(http: Server, options: WebsocketOptions): () => Promise<void> {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: options.maxMessageBytes,
    handleProtocols,
    clientTracking: true,
  });
  const onUpgrade = (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    if (!isGraphqlPath(request.url)) return refuse(stream, '404 Not Found');
    let rejection: RequestError | undefined;
    try {
      const ip = options.ipOf(request);
      options.budgets.checkNetwork(ip);
      options.budgets.chargeUnread(ip, 0);
      stream.once('close', options.connections.take(ip));
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      rejection = error;
      options.metrics.refused(error.code, error.details.reason ?? 'other');
    }
    sockets.handleUpgrade(request, stream, head, (socket) =>
      rejection ? turnAway(socket, rejection) : accept(socket, request),
    );
  };
  const accept = (socket: WebSocket, request: IncomingMessage) => {
    options.metrics.connection('websocket', 1);
    const ping = setInterval(() => keepAlive(socket), KEEP_ALIVE_MS);
    socket.on('error', (error) => options.log.debug({ err: error }, 'websocket failed'));
    socket.once('close', () => {
      clearInterval(ping);
      options.metrics.connection('websocket', -1);
    });
    speakTransport(socket, {
      greet: (params) => greet(socket, request, params, options),
      onFailure: (error) => options.log.error({ err: error }, 'websocket message failed'),
    });
  };
  http.on('upgrade', onUpgrade);
  return async () => {
    http.off('upgrade', onUpgrade);
    for (const socket of sockets.clients) socket.close(1001, 'Going away');
    await new Promise<void>((resolve) => sockets.close(() => resolve()));
  };
}

/**
 * Identifies the connection; a bad token closes it, cookies count only from the shop's own pages.
 */
async function greet(
  socket: WebSocket,
  request: IncomingMessage,
  { authorization, guestToken }: Record<string, unknown>,
  options: WebsocketOptions,
): Promise<ConnectionOperations | undefined> {
  const cookie = options.isAllowedOrigin(request.headers.origin)
    ? request.headers.cookie
    : undefined;
  try {
    const caller = await options.identify(
      {
        ...(typeof authorization === 'string' ? { authorization } : {}),
        ...(typeof guestToken === 'string' ? { guestToken } : {}),
        ...(cookie ? { cookie } : {}),
      },
      originOf(request.headers, options.ipOf(request), requestIdOf(request.headers)),
    );
    const stopWatching = watchToken(caller, options.revocations, () =>
      socket.close(CloseCode.Forbidden, 'Token expired'),
    );
    socket.once('close', stopWatching);
    if (socket.readyState !== socket.OPEN) stopWatching();
    return operationsOf(socket, caller, options);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    // Who cannot be told to be right or wrong at the moment is not told to be wrong.
    if (error.status === 401) socket.close(CloseCode.Unauthorized, 'Unauthorized');
    else socket.close(TRY_AGAIN_LATER, error.message.slice(0, 100));
    return undefined;
  }
}

/** The same checks as over HTTP; rejections become an `error` message of their operation. */
function operationsOf(
  socket: WebSocket,
  connected: Caller,
  options: WebsocketOptions,
): ConnectionOperations {
  return createConnectionOperations({
    limit: options.subscriptionsPerConnection,
    send: (message) => sendMessage(socket, message),
    errorsOf: (error, requestId) =>
      (errorAnswer(error, requestId, options.log).body.errors ?? []).map(
        ({ message, extensions }) => ({
          message,
          extensions: { ...extensions },
        }),
      ),
    async start(payload, requestId) {
      const caller = { ...connected, requestId };
      const accepted = await options.prepare(payload, caller);
      const isLive = accepted.operation.operation === OperationTypeNode.SUBSCRIPTION;
      const results = isLive
        ? await options.subscribe(accepted, caller)
        : (await options.run(accepted, caller)).body;
      // Written by our own presenter: the shape on the wire is the one over HTTP.
      return results as FormattedExecutionResult | AsyncGenerator<FormattedExecutionResult, void>;
    },
  });
}

function keepAlive(socket: WebSocket): void {
  if (socket.readyState !== socket.OPEN) return;
  const timer = setTimeout(() => socket.terminate(), KEEP_ALIVE_MS);
  timer.unref();
  socket.once('pong', () => clearTimeout(timer));
  socket.ping();
}

/** A page is not told why an upgrade failed, but it is told the code that closes a connection. */
function turnAway(socket: WebSocket, { message }: RequestError): void {
  socket.on('error', () => {});
  socket.close(TRY_AGAIN_LATER, message);
  setTimeout(() => socket.terminate(), TURNED_AWAY_MS).unref();
}

function refuse(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
