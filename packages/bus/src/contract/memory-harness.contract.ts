import type { BusHarness } from './bus-test.contract.js';
import type { EventBus } from '../event-bus.js';
import { openMemoryEventBus } from '../memory-event-bus.js';
import type { SqlClient } from '../sql-client.js';

/** Harness of the embedded bus on any SQL store; starts from an empty schema `bus`. */
export async function memoryHarness(sql: SqlClient): Promise<BusHarness> {
  await sql.query('drop schema if exists bus cascade');
  const cuts = new Map<EventBus, () => void>();
  return {
    apart: ['bad', 'good'],
    timeoutMs: 10_000,
    oneProcess: true,
    open: async () => {
      const { client, cut } = cuttable(sql);
      const bus = await openMemoryEventBus(client, { backoff: { firstMs: 10, maxMs: 50 } });
      cuts.set(bus, cut);
      return bus;
    },
    crash: async (bus) => cuts.get(bus)!(),
    sendRaw: async ({ topic, key, value, headers }) => {
      await sql.query(
        `with stored as (insert into bus.events (topic, key, value, headers) values ($1, $2, $3, $4) returning id, topic)
         insert into bus.deliveries (group_name, event_id) select s.group_name, stored.id from stored join bus.subscriptions s using (topic)`,
        [topic, key, value, JSON.stringify(headers)],
      );
    },
    dispose: async () => undefined,
  };
}

function cuttable(sql: SqlClient): { client: SqlClient; cut: () => void } {
  let away = false;
  const check = () => {
    if (away) throw new Error('the store is away');
  };
  const wrap = (inner: SqlClient): SqlClient => ({
    query: async (text, params) => {
      check();
      return inner.query(text, params);
    },
    transaction: async (fn) => {
      check();
      return inner.transaction((tx) => fn(wrap(tx)));
    },
  });
  return { client: wrap(sql), cut: () => (away = true) };
}
