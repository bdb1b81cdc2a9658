import { expect, test } from 'vitest';
import { loadConfig } from './load-config.js';

const EVENT_SECRET = '0123456789abcdef0123456789abcdef';
const load = (env: Record<string, string>) =>
  loadConfig({ NODE_ENV: 'test', EVENT_SECRET, ...env });
const problems = (env: Record<string, string>) => {
  try {
    load(env);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};
const BUS_URL = 'kafka+ssl://a.example:9093, b.example:9093';
const login = { KAFKA_USERNAME: 'shop', KAFKA_PASSWORD: 'hidden,word@1' };

test('BUS_URL says where the cluster is and whether by TLS, KAFKA_* how to log in', () => {
  expect(load({}).kafka).toBeUndefined();
  expect(load({ BUS_URL: 'kafka://a:1,b:2' }).kafka).toEqual({ brokers: ['a:1', 'b:2'] });
  const brokers = ['a.example:9093', 'b.example:9093'];
  expect(load({ BUS_URL }).kafka).toEqual({ brokers, tls: {} });
  const sasl = { username: 'shop', password: 'hidden,word@1' };
  expect(load({ BUS_URL, ...login }).kafka).toEqual({
    brokers,
    tls: {},
    sasl: { ...sasl, mechanism: 'scram-sha-512' },
  });
  const plain = { KAFKA_SASL_MECHANISM: 'plain' };
  expect(load({ BUS_URL, ...login, ...plain }).kafka?.sasl).toEqual({
    ...sasl,
    mechanism: 'plain',
  });
  expect(
    load({ BUS_URL: 'kafka://localhost:9092', ...login, ...plain }).kafka?.sasl?.mechanism,
  ).toBe('plain');
});

test.each([
  [
    'user and password in the address',
    { BUS_URL: 'kafka+ssl://shop:hidden,word@1@a:9093' },
    /BUS_URL: user and password belong into/,
  ],
  ['an address without a port', { BUS_URL: 'kafka://a' }, /BUS_URL: must look like/],
  ['half a log-in', { BUS_URL, KAFKA_PASSWORD: 'hidden,word@1' }, /set both or none/],
  [
    'a password sent unencrypted',
    { BUS_URL: 'kafka://a:1', ...login, KAFKA_SASL_MECHANISM: 'plain' },
    /would send the password unencrypted/,
  ],
  [
    'an unknown way to log in',
    { BUS_URL, ...login, KAFKA_SASL_MECHANISM: 'hidden,word@1' },
    /KAFKA_SASL_MECHANISM/,
  ],
  [
    'certificates without TLS',
    { BUS_URL: 'kafka://a:1', KAFKA_SSL_CA: 'hidden,word@1' },
    /this one is without TLS/,
  ],
  [
    'a certificate that is none',
    { BUS_URL, KAFKA_SSL_CERT: 'hidden,word@1', KAFKA_SSL_KEY: 'hidden,word@1' },
    /is not PEM/,
  ],
  ['an authority that is none', { BUS_URL, KAFKA_SSL_CA: 'hidden,word@1' }, /is not PEM/],
  [
    'a certificate without its key',
    { BUS_URL, KAFKA_SSL_CERT: 'hidden,word@1' },
    /KAFKA_SSL_CERT \/ KAFKA_SSL_KEY: set both or none/,
  ],
])('%s stops the start with a reason that tells no secret', (_, env, reason) => {
  expect(problems(env)).toMatch(reason);
  expect(problems(env)).not.toContain('hidden');
});

test('EVENT_SECRET is needed in production for Kafka alone, has a new and an old part, and no weak one', () => {
  const production = { NODE_ENV: 'production', EVENT_SECRET: '' };
  expect(problems({ ...production, BUS_URL: 'kafka://a:1' })).toMatch(
    /EVENT_SECRET: is required in production/,
  );
  expect(problems(production)).not.toMatch(/EVENT_SECRET/);
  const old = 'fedcba9876543210fedcba9876543210';
  expect(load({ BUS_URL, EVENT_SECRET: `${EVENT_SECRET}, ${old}` }).eventSecrets).toEqual([
    EVENT_SECRET,
    old,
  ]);
  expect(problems({ BUS_URL, EVENT_SECRET: `${EVENT_SECRET},short` })).toMatch(
    /EVENT_SECRET: .*has 5 bytes, needs at least 32/,
  );
  expect(problems({ BUS_URL, EVENT_SECRET: `${EVENT_SECRET},` })).toMatch(
    /EVENT_SECRET: .*has 0 bytes/,
  );
});
