import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { Caller } from '../identity/caller.js';
import type { Revocations } from '../identity/revocations.js';
import type { ConnectionLimit } from '../limit/connection-limit.js';
import type { GatewayMetrics } from '../metrics.js';
import type { PreparedOperation } from '../request/prepare-operation.js';
import { answerText, type Answer } from '../request/answer.js';
import type { RunOperation } from '../request/run-operation.js';
import type { OpenSubscription } from '../subscription/open-subscription.js';
import { watchToken } from '../subscription/watch-token.js';

const PING_MS = 12_000;

/**
 * Answers an accepted operation as `text/event-stream`: `next` per result, then `complete`.
 * Rejections before the stream are thrown.
 */
export type StreamOperation = (
  accepted: PreparedOperation,
  caller: Caller,
  reply: FastifyReply,
  isUpload: boolean,
) => Promise<FastifyReply>;

export interface EventStreamOptions {
  run: RunOperation;
  subscribe: OpenSubscription;
  revocations: Revocations;
  connections: ConnectionLimit;
  metrics: GatewayMetrics;
}

/** Makes the streamer (graphql-sse's "distinct connections" mode). */
export function createStreamOperation({
  run,
  subscribe,
  revocations,
  connections,
  metrics,
}: EventStreamOptions): StreamOperation {
  return async (accepted, caller, reply, isUpload) => {
    if (accepted.operation.operation !== 'subscription') {
      const answer = await run(accepted, caller, { isUpload });
      if (answer.cookies.length > 0) reply.header('set-cookie', [...answer.cookies]);
      startStream(reply);
      reply.raw.end(`${event('next', answer.body)}${event('complete')}`);
      return reply;
    }
    const release = connections.take(caller.ip);
    const events = await subscribe(accepted, caller).catch((error: unknown) => {
      release();
      throw error;
    });
    if (reply.raw.destroyed) {
      // The client left while it was being opened; nothing would tell us again.
      release();
      await events.return();
      return reply.hijack();
    }
    startStream(reply);
    metrics.connection('sse', 1);
    const stopWatching = watchToken(caller, revocations, () => void events.return());
    const ping = setInterval(() => reply.raw.write(':\n\n'), PING_MS);
    reply.raw.once('close', () => void events.return());
    void pump(events, reply.raw).finally(() => {
      clearInterval(ping);
      stopWatching();
      release();
      metrics.connection('sse', -1);
    });
    return reply;
  };
}

function startStream(reply: FastifyReply): void {
  reply.hijack();
  reply.raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // Proxies that buffer would hold the events back.
    'x-accel-buffering': 'no',
  });
  reply.raw.flushHeaders();
}

/**
 * Writes as fast as the client reads; a client that does not read makes the queue behind `events`
 * overflow.
 */
async function pump(
  events: AsyncGenerator<Answer['body'], void>,
  raw: ServerResponse,
): Promise<void> {
  const closed = new AbortController();
  raw.once('close', () => closed.abort());
  try {
    for await (const body of events) {
      if (raw.destroyed) return;
      if (!raw.write(event('next', body))) await once(raw, 'drain', { signal: closed.signal });
    }
    raw.end(event('complete'));
  } catch {
    raw.destroy();
  }
}

function event(name: 'next' | 'complete', body?: Answer['body']): string {
  return `event: ${name}\ndata: ${body ? answerText(body) : ''}\n\n`;
}
