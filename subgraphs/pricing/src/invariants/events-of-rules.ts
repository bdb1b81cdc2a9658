import type { Ctx } from '@emporium/platform/context';
import { PricingRuleChanged } from '@emporium/pricing-events';
import { sql } from 'kysely';
import type { RuleRow } from '../rule/rule-noun.js';
import { query } from '../tables.js';
import { MAX_PROBLEMS, rulePages } from './rule-pages.js';

/** Outbox rows are kept for 7 days; those of the last of them may be pruned at any moment. */
const SURELY_KEPT_MS = 6 * 24 * 3_600_000;

/**
 * I12: the outbox rows that are still kept (7 days) have every version of a rule once, up to the
 * current one. Rows are pruned oldest first, so a gap is a lost event.
 */
export async function eventsOfRules(
  ctx: Ctx,
  progress?: (text: string) => void,
): Promise<string[]> {
  const found: string[] = [];
  let rows = 0;
  for await (const page of rulePages(ctx)) {
    if (page.length > 0) found.push(...(await problemsOf(ctx, page)));
    progress?.(`${(rows += page.length)} rules`);
    if (found.length >= MAX_PROBLEMS) break;
  }
  return found.slice(0, MAX_PROBLEMS);
}

async function problemsOf(ctx: Ctx, page: readonly RuleRow[]): Promise<string[]> {
  const told = await query(ctx)
    .selectFrom('OutboxRow')
    .select([
      'aggregateId',
      sql<number>`count(*)::integer`.as('rows'),
      sql<number>`count(distinct aggregate_version)::integer`.as('versions'),
      sql<number>`min(aggregate_version)`.as('first'),
      sql<number>`max(aggregate_version)`.as('last'),
    ])
    .where('topic', '=', PricingRuleChanged.topic)
    .where(
      'aggregateId',
      'in',
      page.map(({ id }) => id),
    )
    .groupBy('aggregateId')
    .execute();
  const byId = new Map(told.map((row) => [row.aggregateId, row]));
  const keptSince = ctx.now().getTime() - SURELY_KEPT_MS;
  return page.flatMap(({ id, version, updatedAt }) => {
    const of = byId.get(id);
    if (!of)
      return updatedAt.getTime() > keptSince
        ? [`${id} is at version ${version}, the outbox has no row of it`]
        : [];
    const isWhole =
      of.last === version && of.rows === of.last - of.first + 1 && of.versions === of.rows;
    return isWhole
      ? []
      : [
          `${id} is at version ${version}, the outbox has ${of.rows} rows for versions ${of.first} to ${of.last}`,
        ];
  });
}
