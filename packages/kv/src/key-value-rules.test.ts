import { expect, test } from 'vitest';
import { KeyValueUnavailableError } from './key-value.js';
import { addToCounter, checkIncrement, checkTtl, fitsInto } from './key-value-rules.js';
import { isRedisTrouble } from './redis-trouble.js';

const TEN_YEARS = 10 * 366 * 86_400;

test('a time to live is from a millisecond to ten years', () => {
  for (const ttl of [undefined, 0.001, 1, TEN_YEARS]) expect(() => checkTtl(ttl)).not.toThrow();
  for (const ttl of [0.0009, 0, -1, TEN_YEARS + 1, Number.NaN, Infinity])
    expect(() => checkTtl(ttl)).toThrow(
      new RangeError('a time to live is from a millisecond to ten years'),
    );
});

test('a counter is a whole number and changes by whole numbers', () => {
  expect([addToCounter('41', 1), addToCounter('-3', -2)]).toEqual([42, -5]);
  for (const text of ['', 'abc', '1.5', '1e3', 'x1', '1x', '--1'])
    expect(() => addToCounter(text, 1)).toThrow('the value is not a counter');
  for (const by of [0.5, Number.NaN, 2 ** 53]) {
    expect(() => addToCounter('1', by)).toThrow(
      new RangeError('a counter changes by whole numbers'),
    );
    expect(() => checkIncrement(by)).toThrow(RangeError);
  }
});

test.each([
  ['what fills the bucket exactly', 40, 60, true],
  ['one more than the rest', 40, 61, false],
  ['more than a bucket, into an empty one', 0, 101, true],
  ['nothing, into an overfull one', 150, 0, true],
  ['what is given back', 150, -1, true],
])('%s: level %i, amount %i of 100', (_, level, amount, fits) => {
  expect(fitsInto(level, amount, 100)).toBe(fits);
});

const replied = (message: string) => Object.assign(new Error(message), { name: 'ReplyError' });
test.each([
  ['Redis starts', replied('LOADING Redis is loading the dataset in memory'), true],
  ['Redis is full', replied('OOM command not allowed when used memory > maxmemory'), true],
  ['the password is wrong', replied('WRONGPASS invalid username-password pair'), true],
  ['a connection that ended', new Error('Connection is closed.'), true],
  ['a mistake of ours', replied('ERR wrong number of arguments'), false],
  [
    'a wrong type',
    replied('WRONGTYPE Operation against a key holding the wrong kind of value'),
    false,
  ],
  [
    'a word that only begins like one',
    replied('BUSYGROUP Consumer Group name already exists'),
    false,
  ],
])('%s: may the same command succeed later', (_, error, isTrouble) => {
  expect(isRedisTrouble(error)).toBe(isTrouble);
});

test('a store that is away says that the call may succeed later', () => {
  expect(new KeyValueUnavailableError('away')).toMatchObject({
    name: 'KeyValueUnavailableError',
    retryable: true,
    message: 'away',
  });
});
