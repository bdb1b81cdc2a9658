import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';
import { PortTakenError } from '../port-taken.js';
import type { PartHealth } from '../running-subgraph.js';

/** What the ops port shows of one part of the process. */
export interface OpsPart {
  name: string;
  health(): Promise<{ status: 'ok' | 'degraded' | 'down'; parts: PartHealth[] }>;
  /** Rejects while the part cannot serve. */
  checkReady(): Promise<void>;
}

/** Extra handler, e.g. for operator commands; returns false when the request is not its own. */
export type OpsRoute = (req: import('node:http').IncomingMessage, res: ServerResponse) => boolean;

export interface OpsServer {
  port: number;
  /** From now on /ready answers 503: load balancers stop sending. */
  setStopping(): void;
  close(): Promise<void>;
}

/** Serves /health (the process works), /ready (it can serve) and /metrics on a port of its own. */
export async function startOpsServer(options: {
  port: number;
  host?: string | undefined;
  parts: OpsPart[];
  metrics: Registry;
  routes?: OpsRoute[];
}): Promise<OpsServer> {
  let stopping = false;
  const json = (res: ServerResponse, status: number, body: unknown) =>
    void res.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(`${JSON.stringify(body)}\n`);

  const server = createServer((req, res) => {
    void (async () => {
      if (options.routes?.some((route) => route(req, res))) return;
      if (req.url === '/metrics') {
        const body = await options.metrics.metrics();
        return void res.writeHead(200, { 'content-type': options.metrics.contentType }).end(body);
      }
      if (req.url === '/health') {
        const states = await Promise.all(options.parts.map(async (part) => ({ name: part.name, ...(await part.health()) })));
        // Only a part beyond self repair asks for a restart; a store that is away comes back by itself, and its pool tells when it does not.
        const broken = states.some(({ name, parts }) => parts.some((part) => part.status === 'down' && part.name !== `${name} store`));
        return json(res, broken ? 503 : 200, { status: broken ? 'down' : 'ok', parts: states });
      }
      if (req.url === '/ready') return ready(res);
      json(res, 404, { error: 'not found' });
    })().catch(() => json(res, 500, { error: 'internal' }));
  });

  async function ready(res: ServerResponse): Promise<void> {
    const results = await Promise.all(
      options.parts.map(async (part) => {
        const state = await part.health();
        const able = await part.checkReady().then(
          () => true,
          () => false,
        );
        return { name: part.name, ready: able, status: able ? (state.status === 'ok' ? 'ok' : 'degraded') : 'down', parts: state.parts };
      }),
    );
    const able = !stopping && results.every((result) => result.ready);
    json(res, able ? 200 : 503, { status: stopping ? 'stopping' : able ? 'ready' : 'not ready', parts: results });
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PortTakenError(options.port, 'OPS_PORT') : error),
    );
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    setStopping: () => (stopping = true),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
