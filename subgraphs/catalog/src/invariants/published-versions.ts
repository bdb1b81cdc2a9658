import type { Ctx } from '@emporium/platform/context';
import { sql } from 'kysely';
import { query } from '../tables.js';

const PAGE = 10_000;

/** What the outbox still has (7 days) of the versions of one aggregate. */
export interface PublishedVersion {
  rows: number;
  /** Different versions among the rows. */
  versions: number;
  first: number;
  last: number;
}

/**
 * Reads the versions that a topic's outbox rows tell, by aggregate: in pages by the index of the
 * outbox, so that one aggregate may have any number of rows.
 */
export async function publishedVersions(
  ctx: Ctx,
  topic: string,
  progress?: (text: string) => void,
): Promise<Map<string, PublishedVersion>> {
  const told = new Map<string, PublishedVersion>();
  let rows = 0;
  for (let after: Row | undefined; ;) {
    const page = await nextRows(ctx, topic, after);
    for (const { aggregateId, aggregateVersion } of page) {
      const of = told.get(aggregateId);
      if (!of)
        told.set(aggregateId, {
          rows: 1,
          versions: 1,
          first: aggregateVersion,
          last: aggregateVersion,
        });
      else {
        of.rows++;
        // Versions of one aggregate come in their order.
        if (aggregateVersion !== of.last) of.versions++;
        of.last = aggregateVersion;
      }
    }
    progress?.(`${(rows += page.length)} rows of the outbox`);
    if (page.length < PAGE) return told;
    after = page.at(-1);
  }
}

type Row = Awaited<ReturnType<typeof nextRows>>[number];

const nextRows = (
  ctx: Ctx,
  topic: string,
  after: { aggregateId: string; aggregateVersion: number; id: number } | undefined,
) =>
  query(ctx)
    .selectFrom('OutboxRow')
    .select(['aggregateId', 'aggregateVersion', 'id'])
    .where('topic', '=', topic)
    .$if(after !== undefined, (rows) =>
      rows.where(
        (eb) =>
          sql<boolean>`(${eb.ref('aggregateId')}, ${eb.ref('aggregateVersion')}, ${eb.ref('id')}) > (${after!.aggregateId}, ${after!.aggregateVersion}, ${after!.id})`,
      ),
    )
    .orderBy('aggregateId')
    .orderBy('aggregateVersion')
    .orderBy('id')
    .limit(PAGE)
    .execute();
