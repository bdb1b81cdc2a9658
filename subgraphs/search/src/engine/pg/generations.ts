import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { sql } from 'kysely';
import type { ProductDocument } from '../../document/product-document.js';
import { type Rebuild, RebuildRunningError } from '../search-engine.js';
import { query } from './tables.js';
import { writeDocuments } from './write-documents.js';

/** A rebuild that has shown no life for so long was killed; its rest is thrown away. */
const DEAD_AFTER = '60 seconds';
const BATCH = 2_000;

/**
 * Opens the next generation. From here on live changes are written to both. Throws
 * RebuildRunningError.
 */
export async function beginGeneration(fork: () => SqlEntityManager): Promise<Rebuild> {
  const start = () => query({ em: fork() });
  const state = await start()
    .updateTable('State')
    .set((eb) => ({
      building: sql<number>`greatest(${eb.ref('active')}, coalesce(${eb.ref('building')}, 0)) + 1`,
      buildingAt: sql<Date>`now()`,
    }))
    .where((eb) =>
      eb.or([
        eb('building', 'is', null),
        eb('buildingAt', '<', sql<Date>`now() - ${DEAD_AFTER}::interval`),
      ]),
    )
    .returning('building')
    .executeTakeFirst();
  if (!state) throw new RebuildRunningError('another rebuild is running');
  const generation = state.building!;
  await removeOthers(fork());
  // Tombstones go along: an old event must not bring a deleted product back after the swap. A
  // record, so that no column is forgotten.
  await sql`insert into ${sql.table('Document')}
    select (jsonb_populate_record(d, jsonb_build_object('generation', ${generation}::integer))).*
    from ${sql.table('Document')} d where d.generation = (select active from ${sql.table('State')}) and d.is_deleted
    on conflict do nothing`.execute(start());
  const ofThis = () => start().updateTable('State').where('building', '=', generation);
  return {
    index: async (documents: readonly ProductDocument[]) => {
      const { numUpdatedRows } = await ofThis()
        .set({ buildingAt: sql<Date>`now()` })
        .executeTakeFirstOrThrow();
      if (numUpdatedRows === 0n) throw new RebuildRunningError('another rebuild took over');
      await writeDocuments(fork(), documents, { generation });
    },
    swap: async () => {
      const { numUpdatedRows } = await ofThis()
        .set({ active: generation, building: null })
        .executeTakeFirstOrThrow();
      if (numUpdatedRows === 0n) throw new RebuildRunningError('another rebuild took over');
      await removeOthers(fork());
    },
    abort: async () => {
      await ofThis().set({ building: null }).execute();
      await removeOthers(fork());
    },
  };
}

/** Removes documents of generations that neither answer nor are being built, in batches. */
async function removeOthers(em: SqlEntityManager): Promise<void> {
  for (;;) {
    const { numDeletedRows } = await query({ em })
      .deleteFrom('Document')
      .where((eb) =>
        eb(
          sql`ctid`,
          'in',
          eb
            .selectFrom(['Document as d', 'State as s'])
            .select(sql`d.ctid`.as('ctid'))
            .whereRef('d.generation', '<>', 's.active')
            .whereRef('d.generation', 'is distinct from', 's.building')
            .limit(BATCH),
        ),
      )
      .executeTakeFirstOrThrow();
    if (Number(numDeletedRows) < BATCH) return;
  }
}
