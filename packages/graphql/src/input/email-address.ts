import { z } from 'zod';

const MAX_LENGTH = 254;
// Each label stops at a dot or hyphen boundary, so there is one way to match and no backtracking to
// exploit.
const DOMAIN = /^[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62})(?:\.[\p{L}\p{N}][\p{L}\p{N}-]{0,62}){0,20}$/u;

/**
 * The one form of an address that accounts are kept and compared by: NFKC (full-width letters
 * become plain ones), trimmed, lower case. Undefined when the text is no e-mail address.
 */
export function normalizedEmail(text: string): string | undefined {
  if (text.length > MAX_LENGTH * 2) return undefined;
  const email = text.normalize('NFKC').trim().toLowerCase().normalize('NFKC');
  const at = email.lastIndexOf('@');
  const local = email.slice(0, at);
  if (email.length > MAX_LENGTH || at < 1 || at > 64) return undefined;
  if (/[\s@"(),:;<>[\]\\\p{C}]/u.test(local) || !DOMAIN.test(email.slice(at + 1))) return undefined;
  return email;
}

/** A usable e-mail address in its normalised form. */
export const emailAddress = z.string().transform((text, check) => {
  const email = normalizedEmail(text);
  if (email !== undefined) return email;
  check.addIssue({ code: 'custom', message: 'This is not an e-mail address.' });
  return z.NEVER;
});
