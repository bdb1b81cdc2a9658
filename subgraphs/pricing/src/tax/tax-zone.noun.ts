import { singleLine } from '@emporium/graphql/input/single-line';
import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import type { TaxZoneRule } from '@emporium/pricing/rules';
import { sql } from 'kysely';
import { z } from 'zod';
import { area } from '../rule/area-fields.js';
import { period, rate, validity } from '../rule/rule-fields.js';
import type { RuleNoun, RuleRow } from '../rule/rule-noun.js';
import { query } from '../tables.js';
import { overlapOf } from './overlap-of.js';
import { toTaxZone, type TaxZone } from './tax-zone.type.js';

const MAX_RATES = 50;

/** Category of goods: the same word in products and zones, so small letters only. */
export const taxCategory = singleLine('The tax category', 50).refine(
  (text) => /^[a-z][a-z0-9_-]*$/.test(text),
  'A tax category consists of small letters, digits, - and _, e.g. standard.',
);

const rules = z.object({
  name: singleLine('The name', 200),
  area,
  rates: z
    .array(
      z
        .object({ category: taxCategory, name: singleLine('The name', 100), rate, ...period })
        .transform(validity),
    )
    .max(MAX_RATES, `At most ${MAX_RATES} rates are allowed.`),
  isReverseCharge: z.boolean(),
});

/** Taxes of an area. */
export const taxZone: RuleNoun<'TAX_ZONE', TaxZone> = {
  kind: 'TAX_ZONE',
  prefix: 'taxz',
  operation: 'taxZone',
  label: 'tax zone',
  most: 500,
  rules,
  nullable: [],
  toType: toTaxZone,
  check: refuseOverlap,
};

/** Of two zones that fit a place equally well nobody could tell which one counts. */
async function refuseOverlap(ctx: Ctx, zone: TaxZoneRule): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('pricing-tax-zones'))::text`.execute(query(ctx));
  const others = await query(ctx)
    .selectFrom('Rule')
    .selectAll()
    .where('kind', '=', 'TAX_ZONE')
    .where('id', '<>', zone.id)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  for (const { data } of others as unknown as RuleRow<'TAX_ZONE'>[]) {
    const shared = overlapOf(zone.area, data.area);
    if (shared !== undefined)
      throw new Rejection(
        invalidInput(
          `The zone ${data.name} (${data.id}) names ${shared}, too, and neither is more specific: take it out of one of them.`,
          ['input', 'area'],
        ),
      );
  }
}
