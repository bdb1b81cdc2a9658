import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { fakeProviderServer } from './fake-server.js';
import { httpTestProvider } from './http-test-provider.js';
import { openLedgerFile } from './ledger-file.js';
import { ProviderUnavailableError } from './payment-provider.js';
import { describePaymentProvider } from './payment-provider.contract.js';
import { testBank } from './test-bank.js';
import { openTestProvider } from './test-provider.js';

const SECRET = 'a secret of at least 32 bytes, for tests';
const folders: string[] = [];
const folder = () => {
  const path = mkdtempSync(join(tmpdir(), 'emporium-provider-'));
  folders.push(path);
  return path;
};
afterAll(() => folders.forEach((path) => rmSync(path, { recursive: true, force: true })));

describePaymentProvider('test:', async () => {
  const provider = openTestProvider(folder(), [SECRET]);
  return { provider, close: () => provider.close() };
});

describePaymentProvider('test+http:', async () => {
  const bank = testBank(openLedgerFile(folder()));
  const server = fakeProviderServer(bank);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    provider: httpTestProvider(url, [SECRET]),
    complete: async (ref) =>
      expect((await fetch(`${url}/complete/${ref}`, { method: 'POST' })).status).toBe(200),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      bank.close();
    },
  };
});

const charge = {
  key: 'k',
  orderRef: 'o',
  amount: { minor: 5, currency: 'EUR' },
  method: 'tok_requires_action',
};

test('the books survive a kill, a torn last line and the time they were closed', async () => {
  const path = folder();
  let clock = 1_000_000;
  const first = testBank(openLedgerFile(path), () => clock);
  const { ref } = await first.charge(charge);
  appendFileSync(join(path, 'ledger.jsonl'), '{"op":"charge","key":"torn');
  clock += 1_999;
  expect(testBank(openLedgerFile(path), () => clock).find('k')).toMatchObject({
    ref,
    status: 'requires_action',
  });
  clock += 1;
  const again = testBank(openLedgerFile(path), () => clock);
  expect(again.find('k')).toMatchObject({ ref, status: 'succeeded' });
  expect(again.log().map((entry) => [entry.op, entry.status, entry.amount])).toEqual([
    ['charge', 'requires_action', 5],
    ['charge', 'succeeded', 5],
  ]);
});

test('a provider that is not there, or talks nonsense, leaves the outcome unknown', async () => {
  await expect(
    httpTestProvider('http://127.0.0.1:9', [SECRET]).charge(charge, 1_000),
  ).rejects.toThrow(ProviderUnavailableError);
});
