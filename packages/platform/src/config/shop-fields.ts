import { z } from 'zod';

/** What the shop sells in, is called and speaks. */
export const shopFields = {
  SHOP_CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as EUR')
    .default('EUR')
    .describe('Currency of all prices.'),
  SHOP_NAME: z
    .string()
    .regex(/^[^\p{Cc}]{1,100}$/u, 'must be one line of at most 100 characters')
    .default('Emporium')
    .describe('Name of the shop in mails and on invoices.'),
  SHOP_LANGUAGE: z
    .string()
    .regex(/^[a-z]{2}(-[A-Z]{2})?$/, 'must be a language such as en, de or de-AT')
    .default('en')
    .describe(
      'Language of mails and invoices: en or de, with a country for the form of numbers and dates; others are written in English.',
    ),
  PAYMENT_MINIMUM: z.coerce
    .number()
    .int()
    .min(0)
    .max(1_000_000_000)
    .optional()
    .describe(
      "The least that a card is charged, in minor units of the shop's currency; carts tell it and smaller orders are refused, except those of 0. Default: what the provider takes, told when it is paid.",
    ),
};
