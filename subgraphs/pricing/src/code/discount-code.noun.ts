import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { sql } from 'kysely';
import { z } from 'zod';
import { promotion } from '../promotion/promotion.noun.js';
import { checkLimit } from '../redemption/check-limit.js';
import { countRules } from '../rule/count-rules.js';
import { lockRule } from '../rule/lock-rule.js';
import { codeTaken } from '../rule/rule.errors.js';
import { count, id } from '../rule/rule-fields.js';
import type { RuleNoun } from '../rule/rule-noun.js';
import { query } from '../tables.js';
import { codeKey, codeText } from './code-text.js';
import { toDiscountCode, type DiscountCode } from './discount-code.type.js';

const MOST_CODES = 100_000;
const MOST_PER_PROMOTION = 10_000;

/** Limit of one code. */
export const codeLimit = count('The limit', 1)
  .nullish()
  .transform((value) => value ?? null);

/** A word that opens a promotion. */
export const discountCode: RuleNoun<'DISCOUNT_CODE', DiscountCode> = {
  kind: 'DISCOUNT_CODE',
  prefix: 'code',
  operation: 'discountCode',
  label: 'discount code',
  most: MOST_CODES,
  rules: z
    .object({ promotionId: id, code: codeText, isActive: z.boolean(), limit: codeLimit })
    .transform((code) => ({ ...code, isExhausted: false })),
  nullable: ['limit'],
  toType: toDiscountCode,
  check: async (ctx, after, before) => {
    checkLimit(after.limit, before?.timesRedeemed);
    if (before) return;
    await checkPromotion(ctx, after.promotionId, 1);
    const taken = await takenKeys(ctx, [after.code]);
    if (taken.size > 0) throw new Rejection(codeTaken(after.code));
  },
};

/**
 * Locks the promotion of new codes, and that no others are made meanwhile. Throws a Rejection when there is none, it is automatic, or it
 * would have too many codes.
 */
export async function checkPromotion(ctx: Ctx, id: string, added: number): Promise<void> {
  const path = ['input', 'promotionId'];
  // Codes of all promotions are compared with each other: one after the other.
  await sql`select pg_advisory_xact_lock(hashtext('pricing-codes'))::text`.execute(query(ctx));
  const { data } = await lockRule(ctx, promotion, id, { path });
  if (data.isAutomatic)
    throw new Rejection(
      invalidInput('The promotion is automatic: it applies to everybody without a code.', path),
    );
  const count = await countRules(ctx, { parentId: id });
  if (count + added > MOST_PER_PROMOTION)
    throw new Rejection(
      invalidInput(
        `The promotion has ${count} codes, and ${MOST_PER_PROMOTION} are the most it may have.`,
        path,
      ),
    );
}

/** Which of the codes are read like one that exists. */
export async function takenKeys(ctx: Ctx, codes: readonly string[]): Promise<Set<string>> {
  const rows = await query(ctx)
    .selectFrom('Rule')
    .select('code')
    .where('code', 'in', codes.map(codeKey))
    .where('deletedAt', 'is', null)
    .execute();
  return new Set(rows.map(({ code }) => code!));
}
