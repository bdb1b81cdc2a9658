import { ProductUpdated, type ProductData } from '@emporium/catalog-events';
import { newId } from '@emporium/db/new-id';
import { startRelay } from '@emporium/db/outbox/relay';
import { sqlRun } from '@emporium/db/sql';
import type { Runtime } from '@emporium/platform/runtime';

/** An event about a product as catalog's outbox holds it. */
export function envelopeOf(data: ProductData): string {
  const about = {
    specversion: '1.0',
    id: newId('evt'),
    type: ProductUpdated.type,
    source: '/emporium/catalog',
    subject: data.id,
  };
  return JSON.stringify({
    ...about,
    time: data.updatedAt,
    aggregateversion: data.version,
    schemaversion: ProductUpdated.schemaVersion,
    data,
  });
}

/**
 * The outbox of catalog with its relay, without the rest of catalog. The relay starts at once, or
 * with `start`.
 */
export async function openOutbox(runtime: Runtime, when: 'now' | 'later' = 'now') {
  const database = await runtime.openDatabase({ name: 'catalog', entities: [], migrations: [] });
  const begin = () => startRelay(database, runtime.bus, 1, (error) => console.error(error));
  let relay = when === 'now' ? begin() : undefined;
  return {
    /** Writes events about products in one transaction. */
    add: async (products: readonly ProductData[]) => {
      await sqlRun(
        database.fork(),
        `insert into catalog.outbox (topic, aggregate_id, aggregate_version, type, payload)
         values ${products.map(() => `('product_events', ?, ?, 'PRODUCT_UPDATED', ?)`).join(', ')}`,
        products.flatMap((data) => [data.id, data.version, envelopeOf(data)]),
      );
      relay?.wake();
    },
    start: () => void (relay ??= begin()),
    close: async () => {
      await relay?.stop();
      await database.close();
    },
  };
}
