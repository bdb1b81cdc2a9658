import { severalLines, singleLine } from '@emporium/graphql/input/single-line';
import { z } from 'zod';

const SLUG = /^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u;

/** One line of text: 1 to `max` characters. */
export const text = (max: number) => singleLine('', max);

/** Several lines of text, at most `max` characters; may be empty. */
export const longText = (max: number) => severalLines('', max);

/** A part of a URL: lower-case letters, digits, - and _. */
export const slug = text(200)
  .refine(
    (value) => SLUG.test(value),
    'must consist of letters, digits, - and _ and start with a letter or digit',
  )
  .refine((value) => value === value.toLowerCase(), 'must be lower case');

export const sku = text(100);
export const id = text(100);
/** Category of goods as tax zones name it. */
export const taxCategory = text(50);
/** Position in a list, from 0. */
export const position = z
  .number()
  .int()
  .min(0, 'must be at least 0')
  .max(1_000_000, 'must be at most 1000000');

/** Whether a look-up value can exist at all. */
export function canExist(value: string): boolean {
  return value.length > 0 && value.length <= 400;
}

/** Name/value pairs, without repetitions. */
export const nameValues = (most: number) =>
  z
    .array(z.object({ name: text(100), value: text(500) }))
    .max(most, `must have at most ${most} entries`)
    .refine(
      (pairs) =>
        new Set(pairs.map((pair) => JSON.stringify([pair.name, pair.value]))).size === pairs.length,
      'must not repeat an entry',
    );
