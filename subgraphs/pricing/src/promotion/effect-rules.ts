import type { PromotionRule } from '@emporium/pricing/rules';
import { z } from 'zod';
import { amount, count, rate } from '../rule/rule-fields.js';

const MAX_TIERS = 20;
const MAX_UNITS = 1_000;

const positiveRate = rate.refine((text) => Number(text) > 0, 'The rate must be above 0.');
const positiveAmount = amount.refine(({ minor }) => minor > 0, 'The amount must be above 0.');
const units = count('The number of units', 1, MAX_UNITS);
const percentageTargets = z.enum(['LINES', 'ORDER'], 'A percentage is taken off LINES or ORDER.');
const amountTargets = z.enum(['UNIT', 'ORDER'], 'An amount is taken off UNIT or ORDER.');

const byType = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('PERCENTAGE'), rate: positiveRate, target: percentageTargets }),
  z.strictObject({
    type: z.literal('FIXED_AMOUNT'),
    amount: positiveAmount,
    target: amountTargets,
  }),
  z.strictObject({
    type: z.literal('FREE_SHIPPING'),
    upTo: positiveAmount.nullish().transform((value) => value ?? null),
  }),
  z.strictObject({ type: z.literal('BUY_X_GET_Y'), buy: units, get: units, rate: positiveRate }),
  z.strictObject({
    type: z.literal('QUANTITY_TIERS'),
    tiers: z
      .array(
        z
          .object({ fromQuantity: count('The quantity', 1), rate: positiveRate })
          .transform(({ fromQuantity, rate }) => ({ from: fromQuantity, rate })),
      )
      .min(1, 'Give at least one tier.')
      .max(MAX_TIERS, `At most ${MAX_TIERS} tiers are allowed.`)
      .refine(
        (tiers) => new Set(tiers.map(({ from }) => from)).size === tiers.length,
        'Each tier must begin at another quantity.',
      )
      .transform((tiers) => tiers.toSorted((a, b) => a.from - b.from)),
  }),
]);

/** Only what was given, so that a field of another type is told instead of being forgotten. */
export const effectRules = z
  .looseObject({ type: z.string() })
  .transform((input) =>
    Object.fromEntries(Object.entries(input).filter(([, value]) => value != null)),
  )
  .pipe(byType) as unknown as z.ZodType<PromotionRule['effect']>;
