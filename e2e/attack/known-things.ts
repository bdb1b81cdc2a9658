import type { Random } from '../faults/random.js';

/**
 * Values that exist in the shop, by the word that fields and arguments call them by, e.g. `product`
 * → ids of products.
 */
export interface KnownThings {
  learn(word: string, value: string): void;
  /** Keeps ids, codes and cursors of an answer. */
  learnFrom(data: unknown): void;
  /**
   * One that fits the name of an argument (`productId`, or `id` of `product`), seldom any other;
   * undefined when nothing is known.
   */
  pick(random: Random, argument: string, field: string): string | undefined;
}

const MAX_WORD_LENGTH = 60;
const WORDS: Record<string, string> = {
  adr: 'address',
  cat: 'category',
  crl: 'line',
  ful: 'fulfillment',
  img: 'image',
  med: 'asset',
  mov: 'movement',
  ntf: 'notification',
  oln: 'line',
  ord: 'order',
  pay: 'payment',
  prod: 'product',
  ref: 'refund',
  ret: 'return',
  role: 'role',
  ses: 'session',
  usr: 'user',
  var: 'variant',
};
/**
 * The people of the run must stay who they are: an administrator that took their ids from answers
 * would block or promote them.
 */
const KEPT = new Set(['user', 'session', 'role']);
const ALSO = new Map([
  ['slug', 'slug'],
  ['sku', 'sku'],
  ['number', 'number'],
  ['endCursor', 'after'],
  ['startCursor', 'before'],
]);

/** Starts with what is given: word and value. */
export function knownThings(
  first: readonly (readonly [word: string, value: string])[],
): KnownThings {
  const byWord = new Map<string, string[]>();
  const learn = (word: string, value: string) => {
    const known = byWord.get(word) ?? [];
    if (known.includes(value)) return;
    byWord.set(word, known);
    known.push(value);
    if (known.length > MAX_WORD_LENGTH) known.shift();
  };
  const learnFrom = (value: unknown, parent = '') => {
    if (Array.isArray(value)) return value.forEach((one) => learnFrom(one, parent));
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (typeof inner !== 'string') learnFrom(inner, key);
      else if (ALSO.has(key)) learn(ALSO.get(key)!, inner);
      else if (key === 'id') {
        const word = WORDS[inner.split('_', 1)[0]!] ?? parent.toLowerCase();
        if (!KEPT.has(word)) learn(word, inner);
      }
    }
  };
  for (const [word, value] of first) learn(word, value);
  return {
    learn,
    learnFrom,
    pick(random, argument, field) {
      const wanted = (argument === 'id' ? field : argument).toLowerCase();
      const words = [...byWord.keys()];
      const fitting = words.filter((word) => wanted.includes(word));
      const from = fitting.length > 0 && random.next() < 0.9 ? fitting : words;
      return from.length === 0 ? undefined : random.pick(byWord.get(random.pick(from))!);
    },
  };
}
