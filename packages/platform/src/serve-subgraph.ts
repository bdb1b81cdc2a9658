import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectionDrain } from './http/connection-drain.js';
import { PortTakenError } from './port-taken.js';
import type { RunningSubgraph } from './running-subgraph.js';

/** A subgraph that listens. */
export interface ServedSubgraph {
  url: string;
  /**
   * Stops taking connections, lets requests at work finish; with `quietly` no caller notices, which
   * takes some seconds.
   */
  close(how?: { quietly: boolean }): Promise<void>;
}

/** Opens the subgraph's HTTP port (0 = a free one). Throws PortTakenError. */
export async function serveSubgraph(
  subgraph: RunningSubgraph,
  port: number,
  host?: string,
): Promise<ServedSubgraph> {
  const server = createServer((req, res) => subgraph.handleHttp(req, res));
  const drain = connectionDrain(server);
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PortTakenError(port, 'PORT') : error),
    );
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    url: `http://localhost:${address.port}/graphql`,
    close: async (how) => {
      if (how?.quietly) return drain.quietly();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        drain.end();
      });
    },
  };
}
