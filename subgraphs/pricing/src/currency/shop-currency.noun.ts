import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { sql } from 'kysely';
import { z } from 'zod';
import { count, currency } from '../rule/rule-fields.js';
import type { RuleNoun } from '../rule/rule-noun.js';
import { query } from '../tables.js';
import { toShopCurrency, type ShopCurrency } from './shop-currency.type.js';

/** A further currency of the shop. */
export const shopCurrency: RuleNoun<'CURRENCY', ShopCurrency> = {
  kind: 'CURRENCY',
  prefix: 'cur',
  operation: 'shopCurrency',
  label: 'currency',
  most: 100,
  rules: z.object({
    currency,
    base: currency,
    isActive: z.boolean(),
    rate: z
      .string()
      .nullish()
      .transform((text) => text?.trim() || null),
    roundTo: count('The step', 1),
  }),
  nullable: ['rate'],
  toType: toShopCurrency,
  check: async (ctx, after, before) => {
    if (!before) await refuseSecond(ctx, after.currency);
  },
};

/** One row per currency: two rates would be two prices. Throws a Rejection. */
async function refuseSecond(ctx: Ctx, wanted: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('pricing-currencies'))::text`.execute(query(ctx));
  const known = await query(ctx)
    .selectFrom('Rule')
    .select('id')
    .where('kind', '=', 'CURRENCY')
    .where('name', '=', wanted)
    .where('deletedAt', 'is', null)
    .executeTakeFirst();
  if (known)
    throw new Rejection(
      invalidInput(`The shop has ${wanted} already: change ${known.id} instead.`, [
        'input',
        'currency',
      ]),
    );
}
