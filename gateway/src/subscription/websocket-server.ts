import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError, type ExecutionArgs, type ExecutionResult } from 'graphql';
import { CloseCode, handleProtocols, makeServer, type Context, type SubscribePayload } from 'graphql-ws';
import type { Logger } from 'pino';
import { WebSocketServer, type WebSocket } from 'ws';
import { originOf, requestIdOf } from '../http/request-origin.js';
import type { Caller } from '../identity/caller.js';
import type { IdentifyCaller } from '../identity/identify-caller.js';
import type { IsRevoked } from '../identity/revocations.js';
import type { ConnectionLimit } from '../limit/connection-limit.js';
import type { GatewayMetrics } from '../metrics.js';
import type { AdmitOperation, AdmittedOperation } from '../request/admit-operation.js';
import { refusalAnswer } from '../request/answer.js';
import { Refusal } from '../request/refusal.js';
import type { RunOperation } from '../request/run-operation.js';
import type { OpenSubscription } from './open-subscription.js';
import { watchToken } from './watch-token.js';

const INIT_TIMEOUT_MS = 10_000;
const KEEP_ALIVE_MS = 12_000;

export interface WebsocketOptions {
  identify: IdentifyCaller;
  isRevoked: IsRevoked;
  isAllowedOrigin(origin: string | undefined): boolean;
  ipOf(request: IncomingMessage): string;
  admit: AdmitOperation;
  run: RunOperation;
  subscribe: OpenSubscription;
  connections: ConnectionLimit;
  subscriptionsPerConnection: number;
  maxMessageBytes: number;
  metrics: GatewayMetrics;
  log: Logger;
}

/** What belongs to one connection. */
interface Connection {
  socket: WebSocket;
  request: IncomingMessage;
  caller?: Caller;
  stopWatching?: () => void;
}
/** What one operation on it needs. */
interface Operation {
  admitted: AdmittedOperation;
  caller: Caller;
}
type Ctx = Context<Record<string, unknown> | undefined, Connection>;

/** Serves `graphql-transport-ws` on `GET /graphql` of the HTTP server; returns how to close all connections. */
export function serveWebsockets(http: Server, options: WebsocketOptions): () => Promise<void> {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: options.maxMessageBytes, handleProtocols, clientTracking: true });
  const protocol = makeServer<Record<string, unknown> | undefined, Connection>({
    connectionInitWaitTimeout: INIT_TIMEOUT_MS,
    onConnect: (ctx) => connect(ctx, options),
    onSubscribe: (ctx, _id, payload) => prepare(ctx, payload, options),
    subscribe: (args) => options.subscribe(...operationOf(args)) as Promise<AsyncGenerator<ExecutionResult>>,
    execute: async (args) => (await options.run(...operationOf(args))).body as ExecutionResult,
    // The wire format is ours already; the library would convert errors again.
    onNext: (_ctx, _id, _payload, _args, result) => result as never,
  });
  const onUpgrade = (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    if (request.url?.split('?', 1)[0] !== '/graphql') return refuse(stream, '404 Not Found');
    let release: () => void;
    try {
      release = options.connections.take(options.ipOf(request));
    } catch {
      return refuse(stream, '429 Too Many Requests');
    }
    stream.once('close', release);
    sockets.handleUpgrade(request, stream, head, (socket) => accept(socket, request));
  };
  const accept = (socket: WebSocket, request: IncomingMessage) => {
    const connection: Connection = { socket, request };
    options.metrics.connection('websocket', 1);
    const ping = setInterval(() => keepAlive(socket), KEEP_ALIVE_MS);
    socket.on('error', (error) => options.log.debug({ err: error }, 'websocket failed'));
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send: (data) =>
          new Promise((resolve, reject) =>
            socket.readyState === socket.OPEN ? socket.send(data, (error) => (error ? reject(error) : resolve())) : resolve(),
          ),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (handle) =>
          socket.on('message', (data) => {
            handle(String(data)).catch((error: unknown) => {
              options.log.error({ err: error }, 'websocket message failed');
              socket.close(CloseCode.InternalServerError, 'Internal server error');
            });
          }),
      },
      connection,
    );
    socket.once('close', (code, reason) => {
      clearInterval(ping);
      connection.stopWatching?.();
      options.metrics.connection('websocket', -1);
      void closed(code, String(reason));
    });
  };
  http.on('upgrade', onUpgrade);
  return async () => {
    http.off('upgrade', onUpgrade);
    for (const socket of sockets.clients) socket.close(1001, 'Going away');
    await new Promise<void>((resolve) => sockets.close(() => resolve()));
  };
}

/** Identifies the connection; a bad token closes it, cookies count only from the shop's own pages. */
async function connect(ctx: Ctx, options: WebsocketOptions): Promise<boolean> {
  const { request, socket } = ctx.extra;
  const { authorization, guestToken } = ctx.connectionParams ?? {};
  const cookie = options.isAllowedOrigin(request.headers.origin) ? request.headers.cookie : undefined;
  try {
    const caller = await options.identify(
      {
        ...(typeof authorization === 'string' ? { authorization } : {}),
        ...(typeof guestToken === 'string' ? { guestToken } : {}),
        ...(cookie ? { cookie } : {}),
      },
      originOf(request.headers, options.ipOf(request), requestIdOf(request.headers)),
    );
    ctx.extra.caller = caller;
    ctx.extra.stopWatching = watchToken(caller, options.isRevoked, () => socket.close(CloseCode.Forbidden, 'Token expired'));
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    socket.close(CloseCode.Unauthorized, 'Unauthorized');
    return false;
  }
}

/** The same checks as over HTTP; refusals become an `error` message of this operation. */
async function prepare(ctx: Ctx, payload: SubscribePayload, options: WebsocketOptions): Promise<ExecutionArgs | readonly GraphQLError[]> {
  const connected = ctx.extra.caller;
  if (!connected) return [new GraphQLError('Not connected.', { extensions: { code: 'UNAUTHENTICATED' } })];
  const caller = { ...connected, requestId: randomUUID() };
  try {
    if (Object.keys(ctx.subscriptions).length > options.subscriptionsPerConnection) {
      throw new Refusal(429, 'RATE_LIMITED', 'Too many operations on one connection.', { retryAfterMs: 5_000, reason: 'connections' });
    }
    const admitted = await options.admit(payload, caller);
    const { document } = admitted.prepared;
    const contextValue: Operation = { admitted, caller };
    // The library picks subscribe or execute by the operation; a document of several needs the name.
    return { schema: admitted.generation.schema, document, contextValue, operationName: admitted.operationName ?? null };
  } catch (error) {
    const { body } = refusalAnswer(error, caller.requestId, options.log);
    return (body.errors ?? []).map(({ message, extensions }) => new GraphQLError(message, { extensions: { ...extensions } }));
  }
}

function operationOf(args: ExecutionArgs): [AdmittedOperation, Caller] {
  const { admitted, caller } = args.contextValue as Operation;
  return [admitted, caller];
}

function keepAlive(socket: WebSocket): void {
  if (socket.readyState !== socket.OPEN) return;
  const patience = setTimeout(() => socket.terminate(), KEEP_ALIVE_MS);
  patience.unref();
  socket.once('pong', () => clearTimeout(patience));
  socket.ping();
}

function refuse(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
