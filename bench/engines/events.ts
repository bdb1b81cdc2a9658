import { consumeEvents } from '@emporium/bus/consume-events';
import { ProductUpdated, type ProductData } from '@emporium/catalog-events';
import { sqlRun } from '@emporium/db/sql';
import { SubgraphMigration } from '@emporium/db/platform-migration';
import { EMBEDDED, openRig, realSites, type Rig, type Site } from './rig.js';
import { product } from './goods.js';
import { envelopeOf, openOutbox } from './outbox.js';
import { printTable } from './table.js';

const KEYS = 500;
const GOAL = 2_000;

type Effect = 'parses the event' | 'upserts a replica row';

class Replica001 extends SubgraphMigration {
  override change(): void {
    this.addSql(
      'create table replica (id text primary key, version integer not null, data jsonb not null)',
    );
  }
}

/**
 * A consumer that checks that each version of a product comes after the one before, beside its
 * effect.
 */
async function listen({ runtime }: Rig, effect: Effect) {
  const database = await runtime.openDatabase({
    name: 'orders',
    entities: [],
    migrations: [Replica001],
  });
  const last = new Map<string, number>();
  let handled = 0;
  let gaps = 0;
  const handle = async ({ data }: { data: ProductData }) => {
    if (effect === 'upserts a replica row')
      await sqlRun(
        database.fork(),
        `insert into orders.replica (id, version, data) values (?, ?, ?::jsonb)
         on conflict (id) do update set version = excluded.version, data = excluded.data where replica.version < excluded.version`,
        [data.id, data.version, JSON.stringify(data)],
      );
    const before = last.get(data.id) ?? 0;
    if (data.version > before + 1) gaps++;
    last.set(data.id, Math.max(before, data.version));
    handled++;
  };
  const subscription = await consumeEvents(runtime.bus, {
    group: 'orders-bench',
    handlers: [{ event: ProductUpdated, handle }],
  });
  return {
    counts: () => ({ handled, gaps, last }),
    stop: async () => {
      await subscription.stop();
      await database.close();
    },
  };
}

/**
 * Writes `count` events into the outbox before anything sends, then measures until the last one is
 * handled. Throws when order broke.
 */
async function run(site: Site, effect: Effect, count: number): Promise<number> {
  const rig = await openRig(site);
  try {
    const outbox = await openOutbox(rig.runtime, 'later');
    const perKey = count / KEYS;
    for (let version = 1; version <= perKey; version++)
      await outbox.add(Array.from({ length: KEYS }, (_, n) => product(n, version)));
    await rig.runtime.bus.ensureTopics(['product_events']);
    const { counts, stop } = await listen(rig, effect);
    // The group has joined once it has handled something.
    await rig.runtime.bus.publish([
      { topic: 'product_events', key: 'warm', value: envelopeOf(product(99_999)), headers: {} },
    ]);
    await until(() => counts().handled === 1);
    const started = performance.now();
    outbox.start();
    await until(() => counts().handled >= count + 1);
    const seconds = (performance.now() - started) / 1_000;
    await outbox.close();
    await stop();
    const { gaps, last } = counts();
    const complete = [...last].every(([id, version]) => id === 'prod_99999' || version === perKey);
    if (gaps > 0 || last.size !== KEYS + 1 || !complete)
      throw new Error(`order or completeness broken: ${gaps} gaps, ${last.size} keys`);
    return count / seconds;
  } finally {
    await rig.close();
  }
}

async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 5));
}

/**
 * `npm run bench -- events`: outbox to handled, with 500 keys; the order of each key is checked in
 * every run.
 */
export async function benchEvents(): Promise<void> {
  const rows: (string | number)[][] = [];
  for (const effect of ['parses the event', 'upserts a replica row'] as const) {
    let base: number | undefined;
    for (const [site, count] of [
      [EMBEDDED, 5_000],
      ...realSites().map((real) => [real, 20_000] as const),
    ] as const) {
      const perSecond = await run(site, effect, count);
      base ??= perSecond;
      rows.push([site.name, effect, count, perSecond, `${(perSecond / base).toFixed(1)}x`, 'kept']);
    }
  }
  printTable(
    `outbox -> relay -> bus -> consumer (goal >= ${GOAL}/s through Kafka)`,
    ['site', 'consumer', 'events', 'events/s', 'to embedded', 'order'],
    rows,
  );
}
