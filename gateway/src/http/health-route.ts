import type { SubgraphClient } from '@emporium/platform/subgraph-client';
import { withDeadline } from '@emporium/resilience/deadline';
import type { FastifyInstance } from 'fastify';
import type { Budgets } from '../limit/budgets.js';

export type PartStatus = 'ok' | 'degraded' | 'down';

/** State of the gateway and of each subgraph; no addresses, no reasons. */
export interface AggregatedHealth {
  status: PartStatus;
  parts: Record<string, PartStatus>;
}

const TIMEOUT_MS = 1_000;

/** Asks every subgraph at once and waits a second at most. */
export async function aggregateHealth(
  clients: Readonly<Record<string, SubgraphClient>>,
): Promise<AggregatedHealth> {
  const states = await Promise.all(
    Object.entries(clients).map(async ([name, client]) => [name, await stateOf(client)] as const),
  );
  const parts: Record<string, PartStatus> = { gateway: 'ok', ...Object.fromEntries(states) };
  return { status: Object.values(parts).every((part) => part === 'ok') ? 'ok' : 'degraded', parts };
}

/** An answer is good for this long: however many ask, the subgraphs are asked once. */
const FRESH_MS = 1_000;

/**
 * `GET /health` on the public port. It is 200 as long as the gateway answers: a dead subgraph must
 * not take the door out of service.
 */
export function addHealthRoute(
  app: FastifyInstance,
  health: () => Promise<AggregatedHealth>,
  budgets: Budgets,
): void {
  let last: { at: number; answer: Promise<AggregatedHealth> } | undefined;
  app.get('/health', async (request, reply) => {
    await budgets.chargeVisit(request.ip);
    if (!last || performance.now() - last.at > FRESH_MS)
      last = { at: performance.now(), answer: health() };
    reply.header('cache-control', 'no-store');
    return last.answer;
  });
}

async function stateOf(client: SubgraphClient): Promise<PartStatus> {
  return withDeadline(TIMEOUT_MS, `health of ${client.name}`, () => client.health()).then(
    ({ status }) => status,
    () => 'down',
  );
}
