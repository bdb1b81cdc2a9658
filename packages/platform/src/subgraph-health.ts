import type { EventBus } from '@emporium/bus/event-bus';
import type { Relay } from '@emporium/db/outbox/relay';
import type { SubgraphDatabase } from '@emporium/db/subgraph-database';
import type { SubgraphDefinition } from './define-subgraph.js';
import type { PartHealth, RunningSubgraph } from './running-subgraph.js';

/** Health and readiness of a subgraph: its store decides whether it can serve; bus, relay and consumers can only degrade it. */
export function healthOf<S>(parts: {
  definition: SubgraphDefinition<S>;
  database: SubgraphDatabase;
  relay: Relay;
  bus: EventBus;
  services: S;
}): Pick<RunningSubgraph<S>, 'health' | 'checkReady'> {
  const { definition, database, relay, bus, services } = parts;
  const checkReady = async () => {
    await database.ping();
    await definition.ping?.(services);
  };
  return {
    checkReady,
    health: async () => {
      const list: PartHealth[] = [await store(definition.name, checkReady), relayPart(definition.name, relay)];
      const groups = new Set(definition.consumers?.map((consumer) => consumer.group));
      for (const group of (await bus.groups().catch(() => [])).filter((state) => groups.has(state.group))) {
        const status = group.state === 'stopped' ? 'down' : group.state === 'failing' ? 'degraded' : 'ok';
        list.push({ name: `consumer ${group.group}`, status, detail: `lag ${group.lag}${group.lastError ? `, ${group.lastError}` : ''}` });
      }
      const status = list.some((p) => p.status === 'down') ? 'down' : list.some((p) => p.status === 'degraded') ? 'degraded' : 'ok';
      return { status, parts: list };
    },
  };
}

async function store(name: string, check: () => Promise<void>): Promise<PartHealth> {
  try {
    await check();
    return { name: `${name} store`, status: 'ok' };
  } catch (error) {
    return { name: `${name} store`, status: 'down', detail: (error as Error).message };
  }
}

function relayPart(name: string, relay: Relay): PartHealth {
  const { healthy, parked, lastError } = relay.state();
  if (healthy && parked === 0) return { name: `${name} outbox`, status: 'ok' };
  return { name: `${name} outbox`, status: 'degraded', detail: lastError ?? `${parked} event(s) refused by the bus and set aside` };
}
