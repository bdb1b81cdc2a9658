import { checked } from '@emporium/graphql/checked';
import { Rejection } from '@emporium/graphql/rejection';
import { versionConflict } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import { sql } from 'kysely';
import { z } from 'zod';
import { insertRules } from '../rule/insert-rule.js';
import type { RuleRow } from '../rule/rule-noun.js';
import { writeRule } from '../rule/write-rule.js';
import { query } from '../tables.js';
import type { TaxSettingsUpdateInput } from './tax-settings.inputs.js';
import { toTaxSettings, type TaxSettings } from './tax-settings.type.js';
import { taxCategory } from './tax-zone.noun.js';

const ID = 'settings';
const AT_FIRST = {
  pricesIncludeTax: true,
  shippingTax: 'AS_GOODS',
  shippingTaxCategory: 'standard',
  defaultTaxCategory: 'standard',
};

const rules = z.object({
  pricesIncludeTax: z.boolean(),
  originCountry: z.string('Tell in which country the shop is.').length(2),
  shippingTax: z.enum(['AS_GOODS', 'CATEGORY']),
  shippingTaxCategory: taxCategory,
  defaultTaxCategory: taxCategory,
});

/** The tax settings; null before they were made. */
export async function findTaxSettings(ctx: Ctx): Promise<TaxSettings | null> {
  const row = await settingsRow(ctx);
  return row ? toTaxSettings(row) : null;
}

/** Makes or changes the tax settings. Throws a Rejection. */
export async function updateTaxSettings(
  ctx: Ctx,
  { expectedVersion, ...changes }: TaxSettingsUpdateInput,
): Promise<void> {
  await inTransaction(ctx, async () => {
    // Also the first two changes, which have no row to lock, come one after the other.
    await sql`select pg_advisory_xact_lock(hashtext('pricing-tax-settings'))::text`.execute(
      query(ctx),
    );
    const before = await settingsRow(ctx);
    const version = before?.version ?? 0;
    if (expectedVersion !== version) throw new Rejection(versionConflict(version));
    const given = Object.entries(changes).filter(([, value]) => value != null);
    const wanted = { ...(before?.data ?? AT_FIRST), ...Object.fromEntries(given) };
    const data = { ...checked(rules, wanted, ['input']), kind: 'TAX_SETTINGS' as const, id: ID };
    if (before) await writeRule(ctx, before, data);
    else await insertRules(ctx, [data]);
  });
}

async function settingsRow(ctx: Ctx): Promise<RuleRow<'TAX_SETTINGS'> | undefined> {
  const row = await query(ctx)
    .selectFrom('Rule')
    .selectAll()
    .where('id', '=', ID)
    .where('kind', '=', 'TAX_SETTINGS')
    .executeTakeFirst();
  return row as unknown as RuleRow<'TAX_SETTINGS'> | undefined;
}
