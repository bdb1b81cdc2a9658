import { timingSafeEqual } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { OpsRoute } from '@emporium/platform/ops/ops-server';
import { withDeadline } from '@emporium/resilience/deadline';
import type { Shop } from '../start-shop.js';
import { runCommand } from './run-command.js';

/** An import of a large CSV is one body. */
const MAX_BODY_BYTES = 200_000_000;

/**
 * `POST /commands/<name>` on the ops port: runs a command on data inside the running shop and
 * streams its progress as NDJSON. Only from this machine and with the token of run.json; anybody
 * else sees 404.
 */
export function commandRoute(shop: Shop, token: string): OpsRoute {
  return (app) => {
    app.post<{ Params: { name: string }; Body: Record<string, unknown> }>('/commands/:name', {
      bodyLimit: MAX_BODY_BYTES,
      // Strangers are told before their body is read.
      onRequest: async (request, reply) => {
        if (!isLoopback(request.ip) || !hasToken(request.headers.authorization, token))
          return reply.callNotFound();
      },
      handler: (request, reply) => {
        // A command runs to its end, also when nobody listens any more; a stream given to fastify
        // would end with the connection.
        reply.hijack();
        return answer(shop, request.params.name, request.body, reply.raw);
      },
    });
  };
}

async function answer(
  shop: Shop,
  name: string,
  args: Record<string, unknown>,
  res: ServerResponse,
): Promise<void> {
  res.writeHead(200, { 'content-type': 'application/x-ndjson' });
  try {
    for await (const line of runCommand(shop, name, args))
      if (!res.write(`${JSON.stringify(line)}\n`)) await taken(res);
  } catch (error) {
    res.write(`${JSON.stringify({ type: 'error', message: (error as Error).message })}\n`);
  } finally {
    res.end();
  }
}

/** How long a reader that takes nothing holds a command up. */
const STALLED_MS = 30_000;

/** Until the reader has taken what was written, or is gone: what is exported must not pile up. */
async function taken(res: ServerResponse): Promise<void> {
  if (res.destroyed) return;
  let done = () => undefined as void;
  const freed = new Promise<void>((resolve) => (done = resolve));
  res.once('drain', done).once('close', done);
  await withDeadline(STALLED_MS, 'the reader of the command', () => freed).catch(() => undefined);
  res.off('drain', done).off('close', done);
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.replace('::ffff:', '').startsWith('127.');
}

function hasToken(authorization: string | undefined, token: string): boolean {
  const given = Buffer.from(authorization ?? '');
  const expected = Buffer.from(`Bearer ${token}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
