import { z } from 'zod';
import { isGuessable } from './is-guessable.js';

export const PASSWORD_MIN_LENGTH = 8;
export const PASSWORD_MAX_LENGTH = 256;

/** True for a text that cannot be a password; cheap even for a megabyte. */
export function isTooLong(password: string): boolean {
  // Two UTF-16 units per character, and NFC may shorten: only hopeless sizes are refused before
  // normalising.
  return password.length > PASSWORD_MAX_LENGTH * 4;
}

/**
 * The form that is hashed: the same keys typed on another system (NFC or NFD) make the same
 * password.
 */
export function normalizedPassword(password: string): string {
  return password.normalize('NFC');
}

/** What a person reads whose new password would be guessed; also says how to do better. */
export const GUESSABLE =
  'This password is among the first that are guessed: take several words that do not belong together, or a random one.';

/** A new password, 8 to 256 characters, and none that is guessed at once. */
export const newPassword = z
  .string()
  .refine((value) => !isTooLong(value), {
    message: `The password may have at most ${PASSWORD_MAX_LENGTH} characters.`,
    abort: true,
  })
  .transform(normalizedPassword)
  .refine((value) => [...value].length >= PASSWORD_MIN_LENGTH, {
    message: `The password must have at least ${PASSWORD_MIN_LENGTH} characters.`,
    abort: true,
  })
  .refine((value) => [...value].length <= PASSWORD_MAX_LENGTH, {
    message: `The password may have at most ${PASSWORD_MAX_LENGTH} characters.`,
    abort: true,
  })
  .refine((value) => !isGuessable(value), { message: GUESSABLE, abort: true });
