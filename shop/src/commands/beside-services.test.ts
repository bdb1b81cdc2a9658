import { testConfig } from '@emporium/testing/test-config';
import { expect, test } from 'vitest';
import { besideServices } from './beside-services.js';

const services = { processes: [{ name: 'payments', replica: 1, port: 4007, opsPort: 4107 }] };
const withBank = {
  processes: [
    ...services.processes,
    { name: 'fake-provider', replica: 1, port: 40_123, opsPort: 0 },
  ],
};

test('a command beside services asks their test bank instead of writing into its books', () => {
  const { config, remove } = testConfig({ PAYMENT_URL: 'test:' });
  expect(besideServices(config, withBank).raw['PAYMENT_URL']).toBe('test+http://127.0.0.1:40123');
  expect(besideServices(config, services)).toBe(config);
  expect(besideServices(config, {})).toBe(config);
  remove();
});

test('a provider that was chosen stays', () => {
  const { config, remove } = testConfig({ PAYMENT_URL: 'test+http://bank.example:4300' });
  expect(besideServices(config, withBank)).toBe(config);
  remove();
});
