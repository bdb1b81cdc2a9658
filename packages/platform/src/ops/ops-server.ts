import fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { listenOn } from '../http/listen-on.js';
import type { PartHealth } from '../running-subgraph.js';

/** What the ops port shows of one part of the process. */
export interface OpsPart {
  name: string;
  health(): Promise<{ status: 'ok' | 'degraded' | 'down'; parts: PartHealth[] }>;
  /** Rejects while the part cannot serve. */
  checkReady(): Promise<void>;
}

/** Adds routes of its own to the ops port, e.g. for operator commands. */
export type OpsRoute = (app: FastifyInstance) => void;

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
  const app = fastify({ logger: false, forceCloseConnections: true, return503OnClosing: false });
  app.setReplySerializer((body) => `${JSON.stringify(body)}\n`);
  app.addHook(
    'onRequest',
    async (_request, reply) => void reply.header('cache-control', 'no-store'),
  );
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'not found' }));
  app.setErrorHandler<FastifyError>((error, _request, reply) => {
    const isTheirs = error.statusCode !== undefined && error.statusCode < 500;
    return reply
      .code(isTheirs ? error.statusCode! : 500)
      .send({ error: isTheirs ? error.message : 'internal' });
  });

  app.get('/metrics', async (_request, reply) =>
    reply.type(options.metrics.contentType).send(await options.metrics.metrics()),
  );
  app.get('/health', async (_request, reply) => {
    const states = await Promise.all(
      options.parts.map(async (part) => ({ name: part.name, ...(await part.health()) })),
    );
    // Only a part beyond self repair asks for a restart; a store that is away comes back by itself,
    // and its pool tells when it does not.
    const broken = states.some(({ name, parts }) =>
      parts.some((part) => part.status === 'down' && part.name !== `${name} store`),
    );
    return reply.code(broken ? 503 : 200).send({ status: broken ? 'down' : 'ok', parts: states });
  });
  app.get('/ready', async (_request, reply) => {
    const results = await Promise.all(options.parts.map(readiness));
    const able = !stopping && results.every((result) => result.ready);
    return reply
      .code(able ? 200 : 503)
      .send({ status: stopping ? 'stopping' : able ? 'ready' : 'not ready', parts: results });
  });
  for (const route of options.routes ?? []) route(app);

  const port = await listenOn(app, {
    port: options.port,
    host: options.host,
    variable: 'OPS_PORT',
  });
  return { port, setStopping: () => (stopping = true), close: () => app.close() };
}

async function readiness(part: OpsPart) {
  const state = await part.health();
  const able = await part.checkReady().then(
    () => true,
    () => false,
  );
  return {
    name: part.name,
    ready: able,
    status: able ? (state.status === 'ok' ? 'ok' : 'degraded') : 'down',
    parts: state.parts,
  };
}
