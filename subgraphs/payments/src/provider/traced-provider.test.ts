import { useTracer } from '@emporium/telemetry/tracer';
import { NO_WORK } from '@emporium/telemetry/work';
import { afterEach, expect, test } from 'vitest';
import { ProviderUnavailableError, type PaymentProvider } from './payment-provider.js';
import { openTestProvider } from './test-provider.js';
import { tracedProvider } from './traced-provider.js';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'traced-provider-'));
const begun: string[] = [];
afterEach(() => {
  useTracer(undefined);
  rmSync(folder, { recursive: true });
});

test('with tracing on a provider does all that it does without: also what only some can', async () => {
  const provider: PaymentProvider = {
    ...openTestProvider(folder, []),
    prepare: async () => ({ ref: 'pi_1' }),
    reach: () => Promise.reject(new ProviderUnavailableError('the key is refused')),
    // oxlint-disable-next-line eslint/no-empty-function
    async *entriesSince() {},
  };
  useTracer({
    begin: (name) => {
      begun.push(name);
      return NO_WORK;
    },
  });
  const traced = tracedProvider(provider);
  expect(Object.keys(traced).toSorted()).toEqual(Object.keys(provider).toSorted());
  await expect(traced.reach!(10)).rejects.toThrow(ProviderUnavailableError);
  const attempt = { key: 'k', orderRef: 'o', amount: { minor: 5, currency: 'EUR' } };
  expect((await traced.charge({ ...attempt, method: 'tok_ok' }, 1_000)).status).toBe('succeeded');
  expect(begun).toEqual(['payment reach', 'payment charge']);
  await traced.close();
});
