import {
  CloseCode,
  GRAPHQL_TRANSPORT_WS_PROTOCOL,
  MessageType,
  parseMessage,
  stringifyMessage,
  type Message,
} from 'graphql-ws';
import type { WebSocket } from 'ws';
import { answerText, type Answer } from '../request/answer.js';
import type { ConnectionOperations } from './connection-operations.js';

const INIT_TIMEOUT_MS = 10_000;

export interface TransportOptions {
  /**
   * Called once with the payload of the greeting; undefined when the connection was closed instead.
   */
  greet(params: Record<string, unknown>): Promise<ConnectionOperations | undefined>;
  /** Called when handling a message failed unexpectedly. */
  onFailure(error: unknown): void;
}

/** Speaks `graphql-transport-ws` on a socket until it closes. */
export function speakTransport(socket: WebSocket, { greet, onFailure }: TransportOptions): void {
  let greeted = false;
  let operations: ConnectionOperations | undefined;
  if (socket.protocol !== GRAPHQL_TRANSPORT_WS_PROTOCOL)
    return socket.close(CloseCode.SubprotocolNotAcceptable, 'Subprotocol not acceptable');
  const timer = setTimeout(() => {
    if (!greeted)
      socket.close(CloseCode.ConnectionInitialisationTimeout, 'Connection initialisation timeout');
  }, INIT_TIMEOUT_MS);
  const handle = async (message: Message) => {
    switch (message.type) {
      case MessageType.ConnectionInit: {
        if (greeted)
          return socket.close(
            CloseCode.TooManyInitialisationRequests,
            'Too many initialisation requests',
          );
        greeted = true;
        const { payload } = message;
        const begun = await greet(payload ?? {});
        // The socket may have closed meanwhile.
        if (socket.readyState !== socket.OPEN) return begun?.end();
        operations = begun;
        return sendMessage(socket, { type: MessageType.ConnectionAck });
      }
      case MessageType.Ping:
        return sendMessage(socket, {
          type: MessageType.Pong,
          ...(message.payload ? { payload: message.payload } : {}),
        });
      case MessageType.Pong:
        return;
      case MessageType.Subscribe:
        if (!operations) return socket.close(CloseCode.Unauthorized, 'Unauthorized');
        if (!operations.subscribe(message.id, message.payload))
          socket.close(
            CloseCode.SubscriberAlreadyExists,
            `Subscriber for ${message.id} already exists`.slice(0, 100),
          );
        return;
      case MessageType.Complete:
        return operations?.complete(message.id);
      default:
        return socket.close(CloseCode.BadRequest, 'Invalid message received');
    }
  };
  socket.on('message', (data) => {
    let message: Message;
    try {
      message = parseMessage(String(data));
    } catch {
      return socket.close(CloseCode.BadRequest, 'Invalid message received');
    }
    handle(message).catch((error: unknown) => {
      onFailure(error);
      socket.close(CloseCode.InternalServerError, 'Internal server error');
    });
  });
  socket.once('close', () => {
    clearTimeout(timer);
    operations?.end();
  });
}

/** Resolves when the message is handed to the network, or at once when the connection is closed. */
export function sendMessage(socket: WebSocket, message: Message): Promise<void> {
  if (socket.readyState !== socket.OPEN) return Promise.resolve();
  return new Promise((resolve, reject) =>
    socket.send(textOf(message), (error) => (error ? reject(error) : resolve())),
  );
}

/**
 * The answer of an event goes to many: its text is not made anew from an object for each of them.
 */
function textOf(message: Message): string {
  if (message.type !== MessageType.Next) return stringifyMessage(message);
  return `{"id":${JSON.stringify(message.id)},"type":"next","payload":${answerText(message.payload as Answer['body'])}}`;
}
