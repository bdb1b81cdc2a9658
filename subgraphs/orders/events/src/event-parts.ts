import { z } from 'zod';

/** An amount of money. */
export const moneySchema = z.object({
  minor: z.number().int().describe("Amount in the currency's minor units."),
  currency: z.string().length(3).describe('ISO 4217 code.'),
});

/** Units by variant. */
export const linesSchema = z
  .array(z.object({ variantId: z.string(), quantity: z.number().int().positive() }))
  .describe('What was ordered; each variant appears once.');

/** Promotions of an order. */
export const discountsSchema = z
  .array(
    z.object({
      promotionId: z.string(),
      codeId: z.string().nullable().describe('The code that opened it; null: automatic.'),
      code: z.string().nullable().describe('The code as it is kept.'),
      amount: moneySchema.describe('What it took off.'),
    }),
  )
  .optional()
  .describe('Promotions that the order redeems, each once; missing in events from before.');

/** Where an order stands. */
export const statusSchema = z.enum([
  'PENDING',
  'PAID',
  'PROCESSING',
  'SHIPPED',
  'DELIVERED',
  'CANCELLED',
]);

/** What every event of an order has. */
export const about = {
  orderId: z.string(),
  number: z.string().describe('Number that people use.'),
  userId: z.string().nullable().describe('The buyer; null for a guest.'),
  version: z.number().int().positive().describe('Version of the order after the change.'),
};
