import { lookalikeKey, normalizeCode } from '@emporium/pricing/normalize-code';
import { z } from 'zod';

const LEAST = 3;
const MOST = 40;

/** A code in the one form in which it is kept and compared. */
export const codeText = z
  .string()
  .max(200, 'The code is too long.')
  .transform(normalizeCode)
  .refine(
    (code) => /^[A-Z0-9]*$/.test(code),
    'A code consists of the letters A to Z and digits; spaces and hyphens are left out.',
  )
  .refine(
    (code) => code.length >= LEAST && code.length <= MOST,
    `A code has ${LEAST} to ${MOST} letters and digits.`,
  );

/** By what two codes are the same: O and 0, I, L and 1 are read alike. */
export const codeKey = (code: string): string => lookalikeKey(code);
