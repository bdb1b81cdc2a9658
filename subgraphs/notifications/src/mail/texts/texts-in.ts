import { de } from './de.js';
import { en } from './en.js';
import type { MailTexts } from './mail-texts.js';

const LANGUAGES: Record<string, MailTexts> = { en, de };

/** Languages that mails are written in. */
export const MAIL_LANGUAGES: readonly string[] = Object.keys(LANGUAGES);

/** The words of a locale such as de-AT, and the locale to write amounts in; English for others. */
export function textsIn(locale: string): { texts: MailTexts; locale: string } {
  const texts = LANGUAGES[locale.slice(0, 2)];
  return texts ? { texts, locale } : { texts: en, locale: 'en' };
}
