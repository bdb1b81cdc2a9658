import { singleLine } from '@emporium/graphql/input/single-line';
import { currencyDigits } from '@emporium/money/currency-digits';
import { z } from 'zod';

const MAX_ID = 100;
const MAX_NUMBER = 1_000_000_000;
/** Ten billion of a currency with two digits: more is a slip of the keyboard. */
const MAX_MINOR = 1_000_000_000_000;

/** Whether an id can be one of a rule at all. */
export const isPossibleId = (text: string): boolean => text.length > 0 && text.length <= 220;

/** An id of ours or of another subgraph, which is not asked. */
export const id = singleLine('The id', MAX_ID);

/** Different ids, at most `most`. */
export const ids = (most: number) =>
  z
    .array(id)
    .nullish()
    .transform((value) => [...new Set(value ?? [])])
    .refine((value) => value.length <= most, `At most ${most} ids are allowed.`);

export const currency = z
  .string()
  .refine((code) => isCurrency(code), 'This is no currency of ISO 4217.');

function isCurrency(code: string): boolean {
  try {
    return currencyDigits(code) >= 0;
  } catch {
    return false;
  }
}

const minor = z
  .number()
  .int()
  .min(0, 'An amount must not be negative.')
  .max(MAX_MINOR, 'The amount is too large.');

/** An amount of money, 0 or more. */
export const amount = z.object({ minor, currency });

/** A whole number from `least` on. */
export const count = (label: string, least: number, most = MAX_NUMBER) =>
  z
    .number()
    .int()
    .min(least, `${label} must be at least ${least}.`)
    .max(most, `${label} must be at most ${most}.`);

const RATE = /^\d{1,3}(\.\d{1,6})?$/;

/** A part of 1 as a decimal, "0.19" for 19 %: without superfluous zeros, so that equal ones look equal. */
export const rate = z
  .string()
  .refine((text) => !text.startsWith('-'), 'A rate must not be negative.')
  .refine(
    (text) => text.startsWith('-') || RATE.test(text),
    'A rate is a number such as 0.19 with at most 6 decimals.',
  )
  .refine(
    (text) => !RATE.test(text) || Number(text) <= 1,
    'A rate is a part of 1 and at most 1: write 0.19 for 19 %.',
  )
  .transform((text) =>
    text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text.replace(/^0+(?=\d)/, ''),
  );

const instant = z
  .date()
  .nullish()
  .transform((value) => value?.toISOString() ?? null);

/** From when and until when something counts. */
export const period = { startsAt: instant, endsAt: instant };

/** What `period` was read as in the words of a rule; refuses an end before its beginning. */
export function validity<T extends { startsAt: string | null; endsAt: string | null }>(
  value: T,
  check: z.RefinementCtx,
) {
  const { startsAt, endsAt, ...others } = value;
  if (startsAt !== null && endsAt !== null && endsAt <= startsAt)
    check.addIssue({
      code: 'custom',
      path: ['endsAt'],
      message: 'The end must be after the start.',
    });
  return { ...others, validFrom: startsAt, validTo: endsAt };
}

/** The dates of a rule as the API shows them. */
export const asPeriod = (rule: { validFrom: string | null; validTo: string | null }) => ({
  startsAt: rule.validFrom === null ? null : new Date(rule.validFrom),
  endsAt: rule.validTo === null ? null : new Date(rule.validTo),
});
