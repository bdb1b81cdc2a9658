import { expect, test } from 'vitest';
import { ConfigurationError } from './configuration-error.js';
import { loadConfig } from './load-config.js';

test('a limit that does not exist, or is no number, stops the start: a typing error must not leave the default in force', () => {
  const start = () =>
    loadConfig({ LIMIT_DEPHT: '3', LIMIT_COST: 'much', LIMIT_TOKENS: '-1', LIMIT_BODY_BYTES: '5' });
  expect(start).toThrow(ConfigurationError);
  expect(start).toThrow(/LIMIT_DEPHT: there is no such limit; there are .*LIMIT_DEPTH/);
  expect(start).toThrow(/LIMIT_COST: must be a number[^]*LIMIT_TOKENS: must be a number/);
  expect(loadConfig({ LIMIT_BODY_BYTES: '5', LIMIT_COST_PER_MINUTE_PER_IP: '7' }).limits).toEqual({
    bodyBytes: 5,
    costPerMinutePerIp: 7,
  });
});
