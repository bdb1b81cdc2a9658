import type { Ctx } from '@emporium/platform/context';
import type { Range } from '@emporium/platform/in-ranges';
import { sql, type SelectQueryBuilder, type SqlBool } from 'kysely';
import { query } from '../tables.js';
import { MOST_PROBLEMS, problem } from './problem.js';

/** An aggregate whose versions are published. */
interface Published {
  id: string;
  version: number;
  changedAt: Date | null;
}

/**
 * I12 for one kind of aggregate: the outbox rows that are still kept (7 days) have every version once, up to the current one. Rows are pruned
 * oldest first, so a gap is a lost event.
 */
// The tables behind the aggregates differ; only their columns matter here.
// oxlint-disable-next-line typescript/no-explicit-any
function published(ctx: Ctx, topic: string, aggregates: SelectQueryBuilder<any, any, Published>) {
  return query(ctx)
    .selectFrom(aggregates.as('a'))
    .leftJoin('OutboxRow as o', (join) => join.onRef('o.aggregateId', '=', 'a.id').on('o.topic', '=', topic))
    .select((eb) =>
      problem(
        '%s is at version %s, the outbox has %s rows for versions %s to %s',
        eb.ref('a.id'),
        eb.ref('a.version'),
        eb.fn.count('o.id'),
        eb.fn.min('o.aggregateVersion'),
        eb.fn.max('o.aggregateVersion'),
      ),
    )
    .groupBy(['a.id', 'a.version', 'a.changedAt'])
    .having((eb) => {
      const rows = eb.fn.count<number>('o.id');
      const [first, last] = [eb.fn.min('o.aggregateVersion'), eb.fn.max('o.aggregateVersion')];
      return eb.or([
        eb.and([eb(rows, '=', 0), eb('a.version', '>', 0), eb('a.changedAt', '>', sql<Date>`now() - interval '6 days'`)]),
        eb(last, '<>', eb.ref('a.version')),
        sql<SqlBool>`${rows} <> ${last} - ${first} + 1`,
        eb(rows, '<>', eb.fn.count<number>('o.aggregateVersion').distinct()),
      ]);
    })
    .limit(MOST_PROBLEMS)
    .execute();
}

export const eventsOfProducts = (ctx: Ctx, { after, upTo }: Range) =>
  published(
    ctx,
    'product_events',
    query(ctx).selectFrom('Product').select(['id', 'version', 'updatedAt as changedAt']).where('id', '>', after).where('id', '<=', upTo),
  );

export const eventsOfCategories = (ctx: Ctx, { after, upTo }: Range) =>
  published(
    ctx,
    'product_events',
    query(ctx).selectFrom('Category').select(['id', 'version', 'updatedAt as changedAt']).where('id', '>', after).where('id', '<=', upTo),
  );

export const eventsOfStock = (ctx: Ctx, { after, upTo }: Range) =>
  published(
    ctx,
    'inventory_events',
    query(ctx)
      .selectFrom('Stock as s')
      .select((eb) => [
        's.variantId as id',
        's.version',
        // The last line that changed what can be ordered is among the last ones of the variant.
        eb
          .selectFrom('StockMovement as m')
          .select('m.createdAt')
          .whereRef('m.variantId', '=', 's.variantId')
          .whereRef('m.change', '<>', 'm.reservedChange')
          .orderBy('m.seq', 'desc')
          .limit(1)
          .$asScalar()
          .as('changedAt'),
      ])
      .where('s.variantId', '>', after)
      .where('s.variantId', '<=', upTo),
  );
