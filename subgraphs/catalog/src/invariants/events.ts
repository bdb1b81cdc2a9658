import type { Ctx } from '@emporium/platform/context';
import type { InvariantCheck } from '@emporium/platform/define-subgraph';
import { query } from '../tables.js';
import { MAX_PROBLEMS } from './problem.js';
import { type PublishedVersion, publishedVersions } from './published-versions.js';

const PAGE = 1_000;
/**
 * Outbox rows are kept for 7 days; a change in the last ones of them may be pruned at any moment.
 */
const SURELY_KEPT_MS = 6 * 24 * 3_600_000;

/** An aggregate whose versions are published. */
interface Published {
  id: string;
  version: number;
  changedAt: Date | null;
}

/**
 * I12 for one kind of aggregate: the outbox rows that are still kept (7 days) have every version
 * once, up to the current one. Rows are pruned oldest first, so a gap is a lost event.
 */
function published(
  topic: string,
  page: (ctx: Ctx, after: string) => Promise<Published[]>,
): InvariantCheck['run'] {
  return async (ctx, progress) => {
    const told = await publishedVersions(ctx, topic, progress);
    const found: string[] = [];
    for (let after = ''; found.length < MAX_PROBLEMS;) {
      const rows = await page(ctx, after);
      found.push(...rows.flatMap((row) => problems(row, told.get(row.id), ctx.now())));
      if (rows.length < PAGE) break;
      after = rows.at(-1)!.id;
    }
    return found;
  };
}

function problems(
  { id, version, changedAt }: Published,
  told: PublishedVersion | undefined,
  now: Date,
): string[] {
  if (!told) {
    const isMissing =
      version > 0 && changedAt !== null && changedAt.getTime() > now.getTime() - SURELY_KEPT_MS;
    return isMissing ? [`${id} is at version ${version}, the outbox has no row of it`] : [];
  }
  const { rows, versions, first, last } = told;
  const isWhole = last === version && rows === last - first + 1 && versions === rows;
  return isWhole
    ? []
    : [
        `${id} is at version ${version}, the outbox has ${rows} rows for versions ${first} to ${last}`,
      ];
}

export const eventsOfProducts = published('product_events', (ctx, after) =>
  query(ctx)
    .selectFrom('Product')
    .select(['id', 'version', 'updatedAt as changedAt'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(PAGE)
    .execute(),
);

export const eventsOfCategories = published('product_events', (ctx, after) =>
  query(ctx)
    .selectFrom('Category')
    .select(['id', 'version', 'updatedAt as changedAt'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(PAGE)
    .execute(),
);

export const eventsOfStock = published('inventory_events', (ctx, after) =>
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
    .orderBy('s.variantId')
    .limit(PAGE)
    .execute(),
);
