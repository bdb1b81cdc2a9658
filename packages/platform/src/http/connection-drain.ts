import type { Server } from 'node:http';
import type { Socket } from 'node:net';

const LIMIT_MS = 10_000;

/**
 * Watches the connections of a server; the result ends them when the server closes: at once where no request is being answered, else
 * after the answer, and all of them after ten seconds. Node alone would wait for ever for a browser's spare connection that has not
 * sent anything yet.
 */
export function connectionDrain(server: Server): () => void {
  const open = new Map<Socket, number>();
  let draining = false;
  server.on('connection', (socket: Socket) => {
    open.set(socket, 0);
    socket.once('close', () => open.delete(socket));
  });
  server.on('request', (request, response) => {
    const { socket } = request;
    open.set(socket, (open.get(socket) ?? 0) + 1);
    response.once('close', () => {
      const left = (open.get(socket) ?? 1) - 1;
      if (open.has(socket)) open.set(socket, left);
      // destroySoon lets what is written leave first.
      if (draining && left === 0) socket.destroySoon();
    });
  });
  return () => {
    draining = true;
    for (const [socket, running] of open) if (running === 0) socket.destroySoon();
    setTimeout(() => server.closeAllConnections(), LIMIT_MS).unref();
  };
}
