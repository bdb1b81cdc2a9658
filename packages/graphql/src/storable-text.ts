/**
 * Whether a store can hold the text: without NUL, which PostgreSQL's text refuses, and without half
 * a surrogate pair, which is no UTF-8. The one rule of gateway and subgraphs.
 */
export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

/** What a caller is told whose text is not. */
export const NOT_STORABLE =
  'A text holds a character that cannot be stored: NUL, or half of a surrogate pair.';
