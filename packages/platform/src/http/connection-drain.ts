import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';

const LIMIT_MS = 10_000;
/** Clients are told to leave a connection alone that was quiet for so long. */
const KEEP_ALIVE_HINT_S = 5;
const LOOK_EVERY_MS = 100;
/**
 * Turns of the event loop without a new connection after which none is waiting; a turn may accept
 * only one.
 */
const IDLE_TURNS = 5;
const MAX_TURNS = 2_000;

/** How the connections of a server end. */
export interface ConnectionDrain {
  /**
   * Ends the connections of a server that closes: at once where no request is being answered, else
   * after the answer, and all of them after ten seconds. Node alone would wait for ever for a
   * browser's spare connection that has not sent anything yet.
   */
  end(): void;
  /**
   * Stops listening and waits until nobody can be about to send: a quiet connection is ended only
   * when its client has been told by `keep-alive: timeout` not to use it any more, and every
   * further answer says `connection: close`. So no request meets a connection that is being closed,
   * which its client could not tell from a request that was lost half done. Ten seconds at most.
   */
  quietly(): Promise<void>;
}

interface Open {
  running: Set<ServerResponse>;
  quietSince: number;
}

/** Watches the connections of a server from now on. */
export function connectionDrain(server: Server): ConnectionDrain {
  const open = new Map<Socket, Open>();
  let closing = false;
  let accepted = 0;
  server.on('connection', (socket: Socket) => {
    accepted++;
    open.set(socket, { running: new Set(), quietSince: Date.now() });
    socket.once('close', () => open.delete(socket));
  });
  // First, because the headers must be there before the application answers.
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    const connection = open.get(socket);
    if (!connection) return;
    connection.running.add(response);
    if (closing) response.setHeader('connection', 'close');
    else response.setHeader('keep-alive', `timeout=${KEEP_ALIVE_HINT_S}`);
    response.once('close', () => {
      connection.running.delete(response);
      connection.quietSince = Date.now();
      // destroySoon lets what is written leave first.
      if (closing && connection.running.size === 0) socket.destroySoon();
    });
  });
  const endQuiet = (quietForMs: number) => {
    const now = Date.now();
    for (const [socket, { running, quietSince }] of open)
      if (running.size === 0 && now - quietSince >= quietForMs) socket.destroySoon();
  };
  const close = () => {
    closing = true;
    setTimeout(() => server.closeAllConnections(), LIMIT_MS).unref();
    for (const { running } of open.values())
      for (const response of running)
        if (!response.headersSent) response.setHeader('connection', 'close');
  };
  return {
    end: () => {
      close();
      endQuiet(0);
    },
    quietly: async () => {
      close();
      // What waits in the queue of the listening socket would be reset when that closes, with a
      // request already on its way.
      for (let idleTurns = 0, turns = 0; idleTurns < IDLE_TURNS && turns < MAX_TURNS; turns++) {
        const before = accepted;
        await new Promise((resolve) => setImmediate(resolve));
        idleTurns = accepted === before ? idleTurns + 1 : 0;
      }
      // http.Server.close() would end quiet connections at once.
      if (server.listening) NetServer.prototype.close.call(server);
      for (const until = Date.now() + LIMIT_MS; open.size > 0 && Date.now() < until;) {
        endQuiet(KEEP_ALIVE_HINT_S * 1_000);
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      }
      server.closeAllConnections();
    },
  };
}
