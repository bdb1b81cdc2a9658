import { z } from 'zod';

/**
 * A line of text people typed, 1 to `max` characters: trimmed, NFC, so that two spellings of one
 * name are equal, without control characters (PostgreSQL cannot store NUL; logs must not break).
 * The label begins the messages, e.g. `The name`; without one they end like `must not be empty`.
 */
export function singleLine(label: string, max: number) {
  const say = (rule: string) => (label ? `${label} ${rule}.` : rule);
  const tooLong = say(`must have at most ${max} characters`);
  return z
    .string()
    .max(max * 4, tooLong)
    .transform((value) => value.normalize('NFC').trim())
    .pipe(
      z
        .string()
        .min(1, say('must not be empty'))
        .max(max, tooLong)
        .refine(
          (value) => !/[\p{Cc}\p{Cs}]/u.test(value),
          say('must not contain control characters'),
        ),
    );
}

/** The same, or null to remove the value, or left out to keep it. An empty text removes it too. */
export function optionalLine(label: string, max: number) {
  return z
    .string()
    .nullish()
    .transform((value) => (value?.trim() === '' ? null : value))
    .pipe(singleLine(label, max).nullish());
}

/**
 * Several lines of text, up to `max` characters, perhaps none: NFC, without control characters but
 * tabs and line breaks.
 */
export function severalLines(label: string, max: number) {
  const say = (rule: string) => (label ? `${label} ${rule}.` : rule);
  return z
    .string()
    .max(max, say(`must have at most ${max} characters`))
    .transform((value) => value.normalize('NFC'))
    .refine(
      (value) => !/[\p{Cc}\p{Cs}]/u.test(value.replaceAll(/[\t\n\r]/g, '')),
      say('must not contain control characters'),
    );
}
