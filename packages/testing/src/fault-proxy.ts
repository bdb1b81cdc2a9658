import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { FaultLane, type LaneFaults } from './fault-lane.js';

/** What goes wrong between two parts; everything left out works. */
export interface Faults {
  /** From the one who connects to the one behind the proxy. */
  toServer?: LaneFaults;
  /** The answers. */
  toClient?: LaneFaults;
  /**
   * `cut`: connections are closed and every new one at once, as by a server that shuts down.
   * `reset`: the same with a TCP reset. `refuse`: also nobody listens any more, as after kill -9.
   * `hang`: what is open goes on, new connections are accepted and stay silent.
   */
  connections?: 'cut' | 'reset' | 'refuse' | 'hang';
  /**
   * A connection that sends something with these bytes in it is reset when the answer comes: the
   * work is done and nobody hears of it.
   */
  loseAnswersTo?: RegExp;
}

/** Stands between two parts of the shop and breaks what a test wants broken. */
export interface FaultProxy {
  readonly port: number;
  /** An address with its host and port replaced by those of the proxy. */
  through(url: string): string;
  /** Replaces all faults, for open connections too. Resolves when they hold. */
  set(faults: Faults): Promise<void>;
  /** No faults; connections that a fault has made deaf stay so, as in reality. */
  heal(): Promise<void>;
  /** Connections accepted so far. */
  readonly accepted: number;
  /** Connections open now. */
  readonly open: number;
  close(): Promise<void>;
}

interface Pair {
  client: Socket;
  server: Socket;
  toServer: FaultLane;
  toClient: FaultLane;
}

/**
 * Starts a TCP proxy on a free port of 127.0.0.1 in front of the host and port of `target` (any URL
 * with a port).
 */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const { hostname, port: targetPort } = new URL(target);
  const pairs = new Set<Pair>();
  let faults: Faults = {};
  let accepted = 0;

  const listener = createServer({ allowHalfOpen: true }, (client) => {
    accepted++;
    if (faults.connections === 'cut') return void client.destroy();
    if (faults.connections === 'reset') return void client.resetAndDestroy();
    const silent: LaneFaults = { hang: 'lose' };
    const server = connect({
      port: Number(targetPort),
      host: hostname.replace(/^\[|\]$/g, ''),
      allowHalfOpen: true,
    });
    const reset = () => drop(pair, (socket) => socket.resetAndDestroy());
    const lane = (from: Socket, to: Socket, wanted: LaneFaults = {}) => {
      const made = new FaultLane(from, to, {}, reset);
      made.change(faults.connections === 'hang' ? silent : wanted);
      return made;
    };
    const pair: Pair = {
      client,
      server,
      toServer: lane(client, server, faults.toServer),
      toClient: lane(server, client, faults.toClient),
    };
    pairs.add(pair);
    client.on('data', (bytes: Buffer) => {
      if (faults.loseAnswersTo?.test(bytes.toString('latin1')))
        pair.toClient.change({ limitBytes: 0 });
    });
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      socket.on('error', reset);
      socket.on('close', () => {
        // Both ends said goodbye: let the other one finish; otherwise it must not linger.
        if (client.destroyed && server.destroyed) drop(pair, (s) => s.destroy());
        else if (!socket.readableEnded) drop(pair, (s) => s.destroy());
      });
    }
  });
  const drop = (pair: Pair, how: (socket: Socket) => void) => {
    if (!pairs.delete(pair)) return;
    pair.toServer.end();
    pair.toClient.end();
    for (const socket of [pair.client, pair.server]) if (!socket.destroyed) how(socket);
  };
  const dropAll = (how: (socket: Socket) => void) => {
    for (const pair of [...pairs]) drop(pair, how);
  };
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      listener.once('error', reject);
      listener.listen(port, '127.0.0.1', () => {
        listener.off('error', reject);
        resolve();
      });
    });
  const stopListening = () =>
    new Promise<void>((resolve) =>
      listener.listening ? listener.close(() => resolve()) : resolve(),
    );

  await listen(0);
  const { port } = listener.address() as AddressInfo;
  const set = async (wanted: Faults) => {
    faults = wanted;
    for (const pair of pairs) {
      pair.toServer.change(wanted.toServer ?? {});
      pair.toClient.change(wanted.toClient ?? {});
    }
    if (wanted.connections === 'cut') dropAll((socket) => socket.destroy());
    if (wanted.connections === 'reset' || wanted.connections === 'refuse')
      dropAll((socket) => socket.resetAndDestroy());
    if (wanted.connections === 'refuse') await stopListening();
    else if (!listener.listening) await listen(port);
  };
  return {
    port,
    through: (url) => {
      const own = new URL(url);
      own.hostname = '127.0.0.1';
      own.port = String(port);
      return own.toString();
    },
    set,
    heal: () => set({}),
    get accepted() {
      return accepted;
    },
    get open() {
      return pairs.size;
    },
    close: async () => {
      dropAll((socket) => socket.destroy());
      await stopListening();
    },
  };
}
