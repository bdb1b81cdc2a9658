import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkVatNumber } from './check-vat-number.js';

test.each([
  ['AT', 'ATU13585627', 'ATU13585627'],
  ['BE', 'BE 0428.759.497', 'BE0428759497'],
  ['BE', 'be1000000037', null],
  ['CH', 'CHE-116.281.710 MWST', 'CHE116281710MWST'],
  ['CZ', 'CZ25123891', 'CZ25123891'],
  ['DE', ' de 136 695 976 ', 'DE136695976'],
  ['DE', '136695976', 'DE136695976'],
  ['DK', 'DK13585628', 'DK13585628'],
  ['ES', 'ESB58378431', 'ESB58378431'],
  ['FR', 'FR40303265045', 'FR40303265045'],
  ['FR', '40303265045', 'FR40303265045'],
  ['GB', 'GB980780684', 'GB980780684'],
  ['GB', 'XI980780684', 'XI980780684'],
  ['GR', 'EL094259216', 'EL094259216'],
  ['GR', 'GR094259216', 'EL094259216'],
  ['GR', '094259216', 'EL094259216'],
  ['HR', 'HR33392005961', 'HR33392005961'],
  ['IE', 'IE6388047V', 'IE6388047V'],
  ['IT', 'IT00743110157', 'IT00743110157'],
  ['LU', 'LU15027442', 'LU15027442'],
  ['NL', 'NL004495445B01', 'NL004495445B01'],
  ['NO', 'NO995525828MVA', 'NO995525828MVA'],
  ['PL', 'PL8567346215', 'PL8567346215'],
  ['RO', 'RO18547290', 'RO18547290'],
  ['SE', 'SE123456789701', 'SE123456789701'],
  ['SK', 'SK2022749619', 'SK2022749619'],
])('of %s, %s is kept as %s', (country, text, number) => {
  expect(checkVatNumber(country, text).number).toBe(number);
});

test('a Belgian number of the new series that begins with 1 is one', () => {
  // 10000000 mod 97 = 61 (97 × 103,092 = 9,999,924; 76 left), so the check digits are 97 - 76 = 21.
  expect(checkVatNumber('BE', 'BE 1000.000.021').number).toBe('BE1000000021');
});

test.each([
  ['DE', '', 'EMPTY'],
  ['DE', ' - ', 'EMPTY'],
  ['US', '12-3456789', 'UNKNOWN_COUNTRY'],
  ['DE', 'ATU13585627', 'OTHER_COUNTRY'],
  ['FR', 'DE136695976', 'OTHER_COUNTRY'],
  ['DE', 'DE136695970', 'WRONG_CHECK_DIGITS'],
  ['NL', 'NL004495446B01', 'WRONG_CHECK_DIGITS'],
  ['DE', 'DE1366959', 'WRONG_FORMAT'],
  ['DE', 'none', 'WRONG_FORMAT'],
  ['DE', `DE136695976${' '.repeat(90)}`, 'WRONG_FORMAT'],
])('of %s, %j is refused as %s, and the message says what to do', (country, text, problem) => {
  expect(checkVatNumber(country, text)).toEqual({
    number: null,
    problem,
    message: expect.stringMatching(/^.{20,}$/),
  });
});

test('whatever is typed gets an answer, and a number that was accepted is accepted again', () => {
  const country = fc.constantFrom('DE', 'FR', 'GR', 'GB', 'CH', 'xx', '');
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^(DE|EL|FR)?\d{8,11}$/));
  fc.assert(
    fc.property(country, text, (country, text) => {
      const first = checkVatNumber(country, text);
      expect(first.number === null ? first : checkVatNumber(country, first.number)).toEqual(first);
    }),
  );
});
