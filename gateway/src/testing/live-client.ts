import { expect } from 'vitest';
import { WebSocket } from 'ws';
import type { TestGateway } from './test-gateway.js';

/** A message of `graphql-transport-ws`. */
export interface LiveMessage {
  id?: string;
  type: string;
  payload?: any; // oxlint-disable-line typescript/no-explicit-any
}

/** A WebSocket connection of which a test says and sees every message. */
export interface LiveClient {
  socket: WebSocket;
  received: LiveMessage[];
  say(message: LiveMessage): void;
  subscribe(id: string, query: string, variables?: Record<string, unknown>): void;
  complete(id: string): void;
  /** Payloads of the results that an operation had so far. */
  heard(id: string): any[]; // oxlint-disable-line typescript/no-explicit-any
  /** Resolves with the code that the connection was closed with. */
  closed: Promise<number>;
}

/** Opens a connection and introduces it; resolves when the gateway has acknowledged it. */
export async function liveClient(
  shop: TestGateway,
  params?: Record<string, unknown>,
): Promise<LiveClient> {
  const socket = new WebSocket(
    `ws://127.0.0.1:${shop.gateway.port}/graphql`,
    'graphql-transport-ws',
  );
  const received: LiveMessage[] = [];
  socket.on('message', (data) => received.push(JSON.parse(String(data)) as LiveMessage));
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise((resolve) => socket.on('open', resolve));
  const say = (message: LiveMessage) => socket.send(JSON.stringify(message));
  say({ type: 'connection_init', ...(params ? { payload: params } : {}) });
  await expect.poll(() => received.length, { interval: 2 }).toBe(1);
  return {
    socket,
    received,
    say,
    subscribe: (id, query, variables) =>
      say({ id, type: 'subscribe', payload: { query, ...(variables ? { variables } : {}) } }),
    complete: (id) => say({ id, type: 'complete' }),
    heard: (id) =>
      received
        .filter((message) => message.id === id && message.type === 'next')
        .map(({ payload }) => payload as unknown),
    closed,
  };
}

/** Waits until so many subscriptions hear events. */
export async function untilLive(shop: TestGateway, count: number): Promise<void> {
  await expect.poll(() => liveSubscriptions(shop), { timeout: 10_000, interval: 2 }).toBe(count);
}

/** Subscriptions that hear events. */
export async function liveSubscriptions(shop: TestGateway): Promise<number> {
  return (
    (await shop.gateway.metrics.getSingleMetric('gateway_subscriptions')!.get()).values[0]?.value ??
    0
  );
}
