import { createHash, randomInt } from 'node:crypto';

/** Without letters and digits that people take for each other. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 16;
const SHAPE = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`);

/** A new code, in groups of four: 78 bits, so that nobody finds one by trying. */
export function newGiftCardCode(): string {
  const signs = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]!);
  return signs.join('').replaceAll(/(.{4})(?=.)/g, '$1-');
}

/**
 * The code as it is stored and compared: without spaces and dashes, in capitals. Undefined when it
 * cannot be one.
 */
export function plainGiftCardCode(typed: string): string | undefined {
  if (typed.length > 100) return undefined;
  const plain = typed.replaceAll(/[\s-]/g, '').toUpperCase();
  return SHAPE.test(plain) ? plain : undefined;
}

/** What is kept of a code. */
export const giftCardHash = (plain: string): string =>
  createHash('sha256').update(`gift-card:${plain}`).digest('hex');
