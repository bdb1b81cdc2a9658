import { z } from 'zod';

/** A line of text people typed: trimmed, NFC, without control characters (PostgreSQL cannot store NUL; logs must not break). */
export function singleLine(label: string, max: number) {
  return z
    .string()
    .max(max * 4, `${label} may have at most ${max} characters.`)
    .transform((value) => value.normalize('NFC').trim())
    .pipe(
      z
        .string()
        .min(1, `${label} must not be empty.`)
        .max(max, `${label} may have at most ${max} characters.`)
        .refine((value) => !/[\p{Cc}\p{Cs}]/u.test(value), `${label} must not contain control characters.`),
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
