const PRINTABLE_ASCII = /^[ -~]*$/;
// Letters that Unicode does not take apart into a base letter and a mark.
const PLAIN: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ı: 'i',
};

/**
 * Lower case without accents, compatibility forms unified, control characters as blanks: how words
 * are compared everywhere in search.
 */
export function fold(text: string): string {
  // Most words: nothing of what follows would change them, at ten times the cost.
  if (PRINTABLE_ASCII.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[ßæœøđðłþı]/g, (letter) => PLAIN[letter]!)
    .replace(/\p{C}/gu, ' ');
}

/** A word within the text it was found in. */
export interface FoundWord {
  word: string;
  start: number;
  end: number;
}

const WORD = /[\p{L}\p{N}]+(?:['’]\p{L}+)?/gu;
const ASCII_LETTERS = /^[a-z0-9]*$/;
const ASCII_WORD = /[A-Za-z0-9]+(?:'[A-Za-z]+)?/g;
const LONGEST_WORD = 40;

/**
 * The words of a text, folded, with their places. An apostrophe keeps a word together and is
 * dropped: `men's` = `mens`.
 */
export function findWords(text: string): FoundWord[] {
  const isPlain = PRINTABLE_ASCII.test(text);
  // Marks belong to the letter before them, so they are composed first; otherwise they would end a
  // word.
  const composed = isPlain ? text : text.normalize('NFC');
  return [...composed.matchAll(isPlain ? ASCII_WORD : WORD)].flatMap((match) => {
    const folded = fold(match[0]);
    const word = (
      ASCII_LETTERS.test(folded) ? folded : folded.replace(/[^\p{L}\p{N}]/gu, '')
    ).slice(0, LONGEST_WORD);
    return word === '' ? [] : [{ word, start: match.index, end: match.index + match[0].length }];
  });
}

/**
 * The words of a text to be indexed. Words joined by - _ . / count alone and joined (`t-shirt` = t,
 * shirt, tshirt).
 */
export function indexWords(text: string): string[] {
  return chunks(text).flatMap((chunk) => {
    const words = findWords(chunk).map((found) => found.word);
    return words.length > 1 ? [...words, words.join('').slice(0, LONGEST_WORD)] : words;
  });
}

/** A text's units between blanks. */
export function chunks(text: string): string[] {
  const readable = PRINTABLE_ASCII.test(text)
    ? text
    : text.normalize('NFC').replace(/\p{C}/gu, ' ');
  return readable.split(/[\s,;]+/u).filter(Boolean);
}

/**
 * Readable text of rich text: tags become blanks, the few entities that escaping makes become
 * characters again.
 */
export function plainText(html: string): string {
  return html
    .replace(/<[^<>]*>/g, ' ')
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/gu, ' ')
    .trim();
}
