import { createHash, randomInt } from 'node:crypto';

// Without letters and digits that are taken for each other when they are read from paper.
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const GROUP_LENGTH = 4;
const SHAPE = new RegExp(`^[${ALPHABET}]{${GROUPS * GROUP_LENGTH}}$`);

/** A new recovery code, as it is shown: `abcd-efgh-jkmn-pqrs`, 79 random bits. */
export function newRecoveryCode(): string {
  const group = () =>
    Array.from({ length: GROUP_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}

/**
 * What is stored of a recovery code: so many random bits need no slow hash. Undefined for a text
 * that can be none; capitals, spaces and hyphens make no difference.
 */
export function recoveryCodeHash(userId: string, text: string): string | undefined {
  const code = text.toLowerCase().replaceAll(/[\s-]/g, '');
  if (!SHAPE.test(code)) return undefined;
  return createHash('sha256').update(`recovery-code:${userId}:${code}`).digest('hex');
}
