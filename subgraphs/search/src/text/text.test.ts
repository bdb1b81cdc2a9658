import fc from 'fast-check';
import { expect, test } from 'vitest';
import { editDistance, withOneLetterLess } from './edit-distance.js';
import { findWords, fold, indexWords, plainText } from './normalise.js';

test('accents, case, compatibility forms and odd letters are one spelling', () => {
  expect(fold('CRÈME Brûlée ﬁn Straße Æbler ２０')).toBe('creme brulee fin strasse aebler 20');
  expect(fold('cafe\u0301')).toBe(fold('café'));
});

test('words keep their place in the text, whatever marks it has', () => {
  const text = "Men's “Ocean—Blue” T-shirt (café)";
  const words = findWords(text);
  expect(words.map((found) => found.word)).toEqual(['mens', 'ocean', 'blue', 't', 'shirt', 'cafe']);
  expect(words.map((found) => text.slice(found.start, found.end))).toEqual([
    "Men's",
    'Ocean',
    'Blue',
    'T',
    'shirt',
    'café',
  ]);
  expect(indexWords('T-shirt TS-001')).toEqual(['t', 'shirt', 'tshirt', 'ts', '001', 'ts001']);
});

test('rich text is read without its tags', () => {
  expect(plainText('<p>Soft &amp; warm<br>wool</p>')).toBe('Soft & warm wool');
});

test('no text, however odd, gives words that hold anything but letters and digits', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      for (const word of indexWords(text)) expect(word).toMatch(/^[\p{L}\p{N}]+$/u);
    }),
  );
});

test('plain text takes a shorter way to the same words', () => {
  const words = (text: string) => findWords(text).map(({ word, start, end }) => [word, start, end]);
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...`aB9'-_ ,;.&`) }), (text) => {
      // A letter that is not plain sends the whole text the long way.
      expect(words(text)).toEqual(words(`${text} ß`).slice(0, -1));
      expect(fold(text)).toBe(fold(`${text}ß`).slice(0, -2));
      expect(indexWords(text)).toEqual(indexWords(`${text} ß`).slice(0, -1));
    }),
  );
});

test('one error, also swapped neighbours, is always found through forms with one letter less', () => {
  const word = fc.string({ unit: fc.constantFrom(...'abcde'), minLength: 3, maxLength: 9 });
  fc.assert(
    fc.property(word, word, (a, b) => {
      if (editDistance(a, b, 1) > 1) return;
      const forms = new Set(withOneLetterLess(a));
      expect(withOneLetterLess(b).some((form) => forms.has(form))).toBe(true);
    }),
    { numRuns: 2_000 },
  );
  expect(editDistance('oceen', 'ocean', 1)).toBe(1);
  expect(editDistance('shrit', 'shirt', 1)).toBe(1);
  expect(editDistance('kitten', 'sitting', 2)).toBe(3);
});
