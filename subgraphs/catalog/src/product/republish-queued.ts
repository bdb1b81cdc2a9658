import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import { sql } from 'kysely';
import { ProductUpdated } from '@emporium/catalog-events';
import { query } from '../tables.js';
import { readAggregates } from './read-aggregate.js';

const BATCH = 50;
const BATCHES_AT_ONCE = 4;

/**
 * Publishes the products whose category path changed, batch by batch. The change of the category
 * only queued them: a large category would otherwise hold thousands of rows locked. Runs after each
 * such change and as a job, which finishes what a crash left.
 */
export async function republishQueued(ctx: Ctx): Promise<void> {
  while ((await republishBatch(ctx)) === BATCH);
}

/**
 * Publishes the first queued products at once, so that a small shop sees a rename everywhere within
 * a second; the job does the rest.
 */
export async function republishFirst(ctx: Ctx): Promise<void> {
  try {
    for (let batch = 0; batch < BATCHES_AT_ONCE && (await republishBatch(ctx)) === BATCH; batch++);
  } catch (err) {
    // The change of the category is committed and must not look failed.
    ctx.log.warn(
      { err },
      'products of a changed category wait for the next run of republish-products',
    );
  }
}

function republishBatch(ctx: Ctx): Promise<number> {
  return inTransaction(ctx, async () => {
    const queued = await query(ctx)
      .deleteFrom('ProductRepublish')
      .where('productId', 'in', (eb) =>
        eb
          .selectFrom('ProductRepublish')
          .select('productId')
          .orderBy('productId')
          .limit(BATCH)
          .forUpdate()
          .skipLocked(),
      )
      .returning('productId')
      .execute();
    if (queued.length === 0) return 0;
    const ids = queued.map((row) => row.productId);
    // Locked in the order of their ids, as every batch does, so that two of them cannot block each
    // other.
    const raised = await query(ctx)
      .with('locked', (db) =>
        db
          .selectFrom('Product')
          .select('id')
          .where('id', 'in', ids)
          .where('deletedAt', 'is', null)
          .orderBy('id')
          .forUpdate(),
      )
      .updateTable('Product as p')
      .from('locked')
      .set((eb) => ({ version: eb('p.version', '+', 1), updatedAt: sql<Date>`now()` }))
      .whereRef('p.id', '=', 'locked.id')
      .returning('p.id')
      .execute();
    if (raised.length === 0) return queued.length;
    const products = await readAggregates(
      ctx,
      raised.map((row) => row.id),
    );
    for (const data of products)
      ctx.emit(ProductUpdated, { key: data.id, version: data.version, data });
    return queued.length;
  });
}
