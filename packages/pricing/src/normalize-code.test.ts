import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lookalikeKey, normalizeCode } from './normalize-code.js';

test.each([
  ['save10', 'SAVE10'],
  ['  SAVE 10\n', 'SAVE10'],
  ['SAVE-10', 'SAVE10'],
  ['SAVE—10', 'SAVE10'],
  ['SA\u00adVE\u200b1\ufeff0', 'SAVE10'],
  ['ｓａｖｅ１０', 'SAVE10'],
  ['ѕаvе10', 'SAVE10'],
  ['ΝΙΚΕ', 'NIKE'],
  ['straße', 'STRASSE'],
  ['noël', 'NOËL'],
  ['SAVEIO', 'SAVEIO'],
  ['٣', '٣'],
])('%j is %s', (text, code) => {
  expect(normalizeCode(text)).toBe(code);
});

test('a normal form is its own normal form, and a short one, whatever was typed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const code = normalizeCode(text);
      expect(normalizeCode(code)).toBe(code);
      expect(code.length).toBeLessThanOrEqual(128);
      expect(lookalikeKey(lookalikeKey(code))).toBe(lookalikeKey(code));
    }),
    { numRuns: 2000 },
  );
});
