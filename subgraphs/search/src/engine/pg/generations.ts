import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { sqlRows, sqlRun } from '@emporium/db/sql';
import type { ProductDocument } from '../../document/product-document.js';
import { type Rebuild, RebuildRunningError } from '../search-engine.js';
import { writeDocuments } from './write-documents.js';

/** A rebuild that has shown no life for so long was killed; its rest is thrown away. */
const DEAD_AFTER_SECONDS = 60;

/** Opens the next generation. From here on live changes are written to both. Throws RebuildRunningError. */
export async function beginGeneration(fork: () => SqlEntityManager): Promise<Rebuild> {
  const [state] = await sqlRows<{ building: number }>(
    fork(),
    `update search.state set building = greatest(active, coalesce(building, 0)) + 1, building_at = now()
     where building is null or building_at < now() - interval '${DEAD_AFTER_SECONDS} seconds' returning building`,
  );
  if (!state) throw new RebuildRunningError('another rebuild is running');
  const generation = Number(state.building);
  await removeOthers(fork());
  // Tombstones go along: an old event must not bring a deleted product back after the swap.
  await sqlRun(
    fork(),
    `insert into search.document select (jsonb_populate_record(d, jsonb_build_object('generation', ?::integer))).*
     from search.document d where d.generation = (select active from search.state) and d.is_deleted on conflict do nothing`,
    [generation],
  );
  return {
    index: async (documents: readonly ProductDocument[]) => {
      const alive = await sqlRun(fork(), `update search.state set building_at = now() where building = ?`, [generation]);
      if (alive === 0) throw new RebuildRunningError('another rebuild took over');
      await writeDocuments(fork(), documents, { generation });
    },
    swap: async () => {
      const swapped = await sqlRun(fork(), `update search.state set active = building, building = null where building = ?`, [generation]);
      if (swapped === 0) throw new RebuildRunningError('another rebuild took over');
      await removeOthers(fork());
    },
    abort: async () => {
      await sqlRun(fork(), `update search.state set building = null where building = ?`, [generation]);
      await removeOthers(fork());
    },
  };
}

/** Removes documents of generations that neither answer nor are being built, in batches. */
async function removeOthers(em: SqlEntityManager): Promise<void> {
  const batch = 2_000;
  const statement = `delete from search.document where ctid in (select d.ctid from search.document d, search.state s
    where d.generation <> s.active and d.generation is distinct from s.building limit ${batch})`;
  while ((await sqlRun(em, statement)) === batch);
}
