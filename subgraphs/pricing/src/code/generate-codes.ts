import { newId } from '@emporium/db/new-id';
import { checked } from '@emporium/graphql/checked';
import { normalizeCode } from '@emporium/pricing/normalize-code';
import type { Ctx } from '@emporium/platform/context';
import { once } from '@emporium/platform/once';
import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { checkRoom } from '../rule/check-room.js';
import { insertRules } from '../rule/insert-rule.js';
import { count, id } from '../rule/rule-fields.js';
import { codeKey } from './code-text.js';
import type { DiscountCodesGenerateArgs } from './discount-code.inputs.js';
import { checkPromotion, codeLimit, discountCode, takenKeys } from './discount-code.noun.js';

const MOST = 1_000;
const LENGTH = 10;
/** Nothing that is read like something else, and no vowels, so that no words come out. */
const LETTERS = 'BCDFGHJKMNPQRSTVWXZ23456789';

const rules = z.object({
  promotionId: id,
  count: count('The number of codes', 1, MOST),
  prefix: z
    .string()
    .max(100, 'The prefix is too long.')
    .nullish()
    .transform((text) => normalizeCode(text ?? ''))
    .refine((text) => /^[A-Z0-9]{0,20}$/.test(text), 'The prefix has up to 20 letters or digits.'),
  limit: codeLimit,
});

/**
 * Makes random codes for a promotion, once per key, and gives them. They are letters and digits
 * only, so that no spreadsheet takes one for a formula. Throws a Rejection.
 */
export async function generateCodes(
  ctx: Ctx,
  { input, idempotencyKey }: DiscountCodesGenerateArgs,
): Promise<string[]> {
  const call = { operation: 'discountCodesGenerate', key: idempotencyKey, request: input };
  const { codes } = await once(ctx, call, async () => {
    const { promotionId, count, prefix, limit } = checked(rules, input, ['input']);
    await checkPromotion(ctx, promotionId, count);
    await checkRoom(ctx, discountCode, count);
    const codes = await freeCodes(ctx, prefix, count);
    await insertRules(
      ctx,
      codes.map((code) => ({
        kind: 'DISCOUNT_CODE',
        id: newId('code'),
        code,
        promotionId,
        isActive: true,
        limit,
        isExhausted: false,
      })),
    );
    return { codes };
  });
  return codes;
}

async function freeCodes(ctx: Ctx, prefix: string, count: number): Promise<string[]> {
  const free = new Map<string, string>();
  while (free.size < count) {
    const drawn = Array.from({ length: count - free.size }, () => prefix + randomWord());
    const taken = await takenKeys(ctx, drawn);
    for (const code of drawn) if (!taken.has(codeKey(code))) free.set(codeKey(code), code);
  }
  return [...free.values()];
}

const randomWord = () =>
  Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
