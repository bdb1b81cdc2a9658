import { COMMON_WORDS } from './common-words.js';

/**
 * Pieces that a password needs when each is tried at once: a common word, a row of keys, a year, a
 * repetition, else a single letter.
 */
const LEAST_PIECES = 5;
/** Rows of keys and of signs in the order in which fingers and minds run along them. */
const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'qwertzuiop',
  'azertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'yxcvbnm',
  '1q2w3e4r5t6y7u8i9o0p',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik',
  'qazwsxedcrfvtgbyhnujmikolp',
  '!@#$%^&*()',
  '!"§$%&/()=',
].flatMap((row) => [row, [...row].reverse().join('')]);
const LOOK_ALIKE: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '@': 'a',
  $: 's',
  '!': 'i',
};
const longestFirst = (words: readonly string[]) =>
  [...words].sort((one, other) => other.length - one.length);
const COMMON = longestFirst(COMMON_WORDS);

/**
 * Whether guessing tools try this password among the first: it is put together from few common
 * words, rows of keys, years and repetitions. `own` is what everybody knows of the person, e.g. the
 * e-mail address.
 */
export function isGuessable(password: string, own: readonly string[] = []): boolean {
  const written = password.toLowerCase();
  const read = [...written].map((letter) => LOOK_ALIKE[letter] ?? letter).join('');
  const known = own.map((text) => text.toLowerCase());
  const personal = [...known, ...known.flatMap((text) => text.split(/[^\p{L}\p{N}]+/u))].filter(
    (word) => word.length > 2,
  );
  const words = longestFirst([...personal, ...COMMON]);
  const pieces = new Set<string>();
  let count = 0;
  for (let at = 0; at < written.length && count < LEAST_PIECES;) {
    const piece = written.slice(at, at + lengthOfPiece(written, read, at, words));
    at += piece.length;
    // Whoever repeats a piece of several letters adds nothing.
    if (piece.length > 1 && pieces.has(piece)) continue;
    pieces.add(piece);
    count += 1;
  }
  return count < LEAST_PIECES || new Set(written).size < LEAST_PIECES;
}

function lengthOfPiece(
  written: string,
  read: string,
  at: number,
  words: readonly string[],
): number {
  const word = words.find((one) => written.startsWith(one, at) || read.startsWith(one, at));
  const year = /^(19|20)\d\d/.test(written.slice(at, at + 4)) ? 4 : 1;
  return Math.max(
    word?.length ?? 1,
    year,
    lengthOfRow(written, at),
    lengthOfRepetition(written, at),
  );
}

/** Letters from here on that follow each other in a row; fewer than three are chance. */
function lengthOfRow(text: string, at: number): number {
  let longest = 1;
  for (const row of ROWS) {
    let length = 1;
    while (at + length < text.length && row.includes(text.slice(at, at + length + 1))) length += 1;
    if (length > 2) longest = Math.max(longest, length);
  }
  return longest;
}

/** A letter and its repetitions, or up to eight letters said again. */
function lengthOfRepetition(text: string, at: number): number {
  const [repeated] = /^(.{1,8}?)\1+/su.exec(text.slice(at, at + 300)) ?? [''];
  return repeated.length > 2 ? repeated.length : 1;
}
