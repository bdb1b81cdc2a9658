import slugify from '@sindresorhus/slugify';
import anyAscii from 'any-ascii';

const MOST = 150;

/**
 * Lower-case Latin letters, digits and hyphens for a text in any script; empty when it has neither
 * letters nor digits. slugify knows how European languages spell themselves in ASCII (`ü` → `ue`);
 * what it would only leave out is transliterated before.
 */
export function slugOf(text: string, { decamelize = false } = {}): string {
  const latin = [...text].map((one) => (isKnown(one) ? one : anyAscii(one))).join('');
  return slugify(latin, { decamelize }).slice(0, MOST).replace(/-+$/, '');
}

/**
 * ASCII, marks that belong to the letter before them, and letters that slugify transliterates
 * itself.
 */
function isKnown(one: string): boolean {
  return one <= '\u007f' || !/[\p{L}\p{N}]/u.test(one) || slugify(one) !== '';
}
