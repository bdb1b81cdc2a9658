import { describe, expect, test } from 'vitest';
import { isConnectionLost } from './connection-lost.js';

const coded = (code: string) => Object.assign(new Error('failed'), { code });

describe('a lost connection is told from a wrong statement', () => {
  test.each([
    '57P01',
    '57P02',
    '57P03',
    '08006',
    '08003',
    '53300',
    '53100',
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
    'ENOTFOUND',
    'ENOSPC',
  ])('%s is lost', (code) => expect(isConnectionLost(coded(code))).toBe(true));

  test.each(['23505', '22003', '40001', '57014', '42P01', 'EACCES'])('%s is not', (code) =>
    expect(isConnectionLost(coded(code))).toBe(false),
  );

  test.each([
    'timeout exceeded when trying to connect',
    'timeout expired',
    'Query read timeout',
    'Connection terminated unexpectedly',
  ])('"%s" is lost', (text) => expect(isConnectionLost(new Error(text))).toBe(true));

  test('also when it is wrapped', () => {
    expect(
      isConnectionLost(
        new Error('outer', { cause: new Error('inner', { cause: coded('57P01') }) }),
      ),
    ).toBe(true);
    expect(isConnectionLost(Object.assign(new Error('outer'), { previous: coded('08006') }))).toBe(
      true,
    );
  });

  test.each([undefined, null, 'text', 5, {}])('%s is not', (value) =>
    expect(isConnectionLost(value)).toBe(false),
  );
});
