import { expect, test } from 'vitest';
import { postalAddress } from './postal-address.js';

const address = {
  name: 'Ada',
  line1: 'Main Street 1',
  city: 'Town',
  postalCode: '12345',
  country: 'DE',
};
const problems = (change: object) => {
  const { error } = postalAddress.safeParse({ ...address, ...change });
  return error?.issues.map(({ path }) => path.join('.')) ?? [];
};

test.each<[string, string[]]>([
  ['DE', ['city', 'postalCode']],
  ['US', ['city', 'postalCode']],
  ['GB', ['city', 'postalCode']],
  ['HK', ['city']],
  ['SG', ['postalCode']],
  ['AE', []],
])('an address in %s needs %j', (country, needed) => {
  expect(problems({ country, city: null, postalCode: undefined })).toEqual(needed);
  expect(problems({ country, city: ' ', postalCode: '' })).toEqual(needed);
});

test('what a country has no place for is kept as it was entered', () => {
  expect(postalAddress.parse({ ...address, country: 'SG', city: 'Singapore' }).city).toBe(
    'Singapore',
  );
  expect(postalAddress.parse({ ...address, country: 'HK', postalCode: null })).toMatchObject({
    postalCode: '',
    phone: null,
  });
});

test.each(['name', 'company', 'line1', 'line2', 'city', 'region', 'postalCode', 'phone'])(
  '%s is one line',
  (part) => {
    for (const text of ['a\nb', 'a\r\nb', 'a\0b', 'a\u0085b'])
      expect(problems({ [part]: text })).toEqual([part]);
  },
);
