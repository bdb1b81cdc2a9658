import type { Ctx } from '@emporium/platform/context';
import type { InvariantCheck } from '@emporium/platform/define-subgraph';
import { sql } from 'kysely';
import { query } from '../tables.js';
import { eventsOfRules } from './events-of-rules.js';
import { MAX_PROBLEMS } from './rule-pages.js';
import { soundRules } from './sound-rules.js';

/** I26: what is shown as redeemed is what orders redeemed and did not give back. */
async function redeemedCounts(ctx: Ctx): Promise<string[]> {
  const rows = await query(ctx)
    .selectFrom('Rule as r')
    .leftJoin(
      (eb) =>
        eb
          .selectFrom('Redemption')
          .where('isGivenBack', '=', false)
          .groupBy('ruleId')
          .select(['ruleId', sql<number>`count(*)::integer`.as('count')])
          .as('c'),
      (join) => join.onRef('c.ruleId', '=', 'r.id'),
    )
    .select((eb) => ['r.id', 'r.timesRedeemed', eb.fn.coalesce('c.count', eb.lit(0)).as('count')])
    .where((eb) => eb('r.timesRedeemed', '<>', eb.fn.coalesce('c.count', eb.lit(0))))
    .orderBy('r.id')
    .limit(MAX_PROBLEMS)
    .execute();
  return rows.map(
    ({ id, timesRedeemed, count }) =>
      `${id} shows ${timesRedeemed} redemptions, orders say ${count}`,
  );
}

/** Codes and members whose promotion or group is gone: nobody could see or remove them. */
async function orphans(ctx: Ctx): Promise<string[]> {
  const rows = await query(ctx)
    .selectFrom('Rule as r')
    .leftJoin('Rule as p', (join) =>
      join.onRef('p.id', '=', 'r.parentId').on('p.deletedAt', 'is', null),
    )
    .select(['r.id', 'r.parentId'])
    .where('r.deletedAt', 'is', null)
    .where('r.parentId', 'is not', null)
    .where('p.id', 'is', null)
    .orderBy('r.id')
    .limit(MAX_PROBLEMS)
    .execute();
  return rows.map(({ id, parentId }) => `${id} belongs to ${parentId}, which does not exist`);
}

/** Prices whose list is gone: no cart sees them, and no list shows them. */
async function lostPrices(ctx: Ctx): Promise<string[]> {
  const rows = await query(ctx)
    .selectFrom('PriceListPrice as p')
    .leftJoin('Rule as r', (join) =>
      join
        .onRef('r.id', '=', 'p.listId')
        .on('r.kind', '=', 'PRICE_LIST')
        .on('r.deletedAt', 'is', null),
    )
    .select(['p.listId', 'p.variantId', 'p.fromQuantity'])
    .where('r.id', 'is', null)
    .orderBy('p.listId')
    .orderBy('p.variantId')
    .orderBy('p.fromQuantity')
    .limit(MAX_PROBLEMS)
    .execute();
  return rows.map(
    ({ listId, variantId, fromQuantity }) =>
      `the price of ${variantId} from ${fromQuantity} units belongs to ${listId}, which is no price list`,
  );
}

/** Invariants of docs/invariants.md that pricing can check by itself. */
export const pricingInvariants: InvariantCheck[] = [
  { id: 'I12', title: 'every version of a rule was published once', run: eventsOfRules },
  { id: 'I26', title: 'redemptions are counted as orders tell them', run: redeemedCounts },
  { id: 'I27', title: 'every rule can be applied as it was meant', run: soundRules },
  { id: 'I27', title: 'codes and members have their promotion and group', run: orphans },
  { id: 'I27', title: 'every price belongs to a price list', run: lostPrices },
];
