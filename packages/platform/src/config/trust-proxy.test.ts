import { expect, test } from 'vitest';
import { loadConfig } from './load-config.js';

const problemOf = (TRUST_PROXY: string, NODE_ENV = 'production') => {
  try {
    loadConfig({ NODE_ENV, TRUST_PROXY });
    return '';
  } catch (error) {
    return /TRUST_PROXY[^\n]*/.exec((error as Error).message)?.[0] ?? '';
  }
};

test.each(['true', '0.0.0.0/0', '10.0.0.0/8, ::/0'])(
  'production refuses to believe every client (TRUST_PROXY=%s)',
  (value) => {
    expect(problemOf(value)).toMatch(/name the number of proxies/);
  },
);

test.each(['1', 'false', '10.0.0.0/8, 192.0.2.1'])('production takes TRUST_PROXY=%s', (value) => {
  expect(problemOf(value)).toBe('');
});
