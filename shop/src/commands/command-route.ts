import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { OpsRoute } from '@emporium/platform/ops/ops-server';
import type { Shop } from '../start-shop.js';
import { runCommand } from './run-command.js';

const PREFIX = '/commands/';
/** An import of a large CSV is one body. */
const MAX_BODY_BYTES = 200_000_000;

/**
 * `POST /commands/<name>` on the ops port: runs a command on data inside the running shop and streams its progress as NDJSON. Only from
 * this machine and with the token of run.json; anybody else sees 404.
 */
export function commandRoute(shop: Shop, token: string): OpsRoute {
  return (req, res) => {
    if (!req.url?.startsWith(PREFIX)) return false;
    if (req.method !== 'POST' || !isLoopback(req) || !hasToken(req, token)) {
      res.writeHead(404).end();
      return true;
    }
    void answer(shop, req, res);
    return true;
  };
}

async function answer(shop: Shop, req: IncomingMessage, res: ServerResponse): Promise<void> {
  res.writeHead(200, { 'content-type': 'application/x-ndjson' });
  try {
    const args = JSON.parse((await readBody(req)) || '{}') as Record<string, unknown>;
    const name = decodeURIComponent(req.url!.slice(PREFIX.length));
    for await (const line of runCommand(shop, name, args)) res.write(`${JSON.stringify(line)}\n`);
  } catch (error) {
    res.write(`${JSON.stringify({ type: 'error', message: (error as Error).message })}\n`);
  } finally {
    res.end();
  }
}

async function readBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new Error(`the command's input is larger than ${MAX_BODY_BYTES / 1_000_000} MB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function isLoopback(req: IncomingMessage): boolean {
  const address = req.socket.remoteAddress ?? '';
  return address === '::1' || address.replace('::ffff:', '').startsWith('127.');
}

function hasToken(req: IncomingMessage, token: string): boolean {
  const given = Buffer.from(req.headers.authorization ?? '');
  const expected = Buffer.from(`Bearer ${token}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
