import { expect, test } from 'vitest';
import { isGuessable } from './is-guessable.js';

test.each([
  'password',
  'Password1!',
  'P@ssw0rd2024',
  '        ',
  'aaaaaaaaaaaa',
  'abababababab',
  'passwordpassword',
  '12345678',
  '0987654321',
  'qwertyuiop',
  'Qwerty123!',
  '1q2w3e4r',
  '1qaz2wsx',
  'asdfghjkl;',
  'letmein123',
  'iloveyou2',
  'Sunshine2023!',
  'Welcome123',
  'trustno1!',
  'admin2020',
  'emporium1',
  'superman99',
  'abcd1234',
  'harrypotter7',
])('%s is among the first that are tried', (password) => expect(isGuessable(password)).toBe(true));

test.each([
  'correct horse battery',
  'another long one',
  'k7#tQz9vLp',
  'ein Igel im Nebel',
  'mein-hund-heisst-otto',
  'zb4whr6m',
  '吾輩は猫である名前',
  'emporium-demo-on-a-tuesday',
])('%s is not', (password) => expect(isGuessable(password)).toBe(false));

test('what everybody knows of the person is a common word for that person', () => {
  expect(isGuessable('ada.lovelace9', ['ada.lovelace@shop.test'])).toBe(true);
  expect(isGuessable('guessed@example.com', ['guessed@example.com'])).toBe(true);
  expect(isGuessable('Hopper1906', ['grace@navy.test', 'Grace', 'Hopper'])).toBe(true);
  expect(isGuessable('vrlwnkbt9', ['ada.lovelace@shop.test'])).toBe(false);
});

test('a long text without end is judged at once', () => {
  const began = performance.now();
  for (const text of [
    'a'.repeat(1_024),
    'ab'.repeat(512),
    'abcdefgh'.repeat(128),
    'passwort'.repeat(128),
  ])
    expect(isGuessable(text)).toBe(true);
  expect(performance.now() - began).toBeLessThan(500);
});
