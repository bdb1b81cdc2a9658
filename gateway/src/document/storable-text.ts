import { Refusal } from '../request/refusal.js';

/**
 * Throws Refusal for text that no store can hold: with NUL, which PostgreSQL's text refuses, or half a surrogate pair, which is no UTF-8.
 * Asked once of every text a client sends, so that no subgraph has to remember it field by field.
 */
export function requireStorable(text: string): void {
  if (text.includes('\0') || !text.isWellFormed())
    throw new Refusal(400, 'BAD_USER_INPUT', 'A text holds a character that cannot be stored: NUL, or half of a surrogate pair.', {
      reason: 'text',
    });
}
