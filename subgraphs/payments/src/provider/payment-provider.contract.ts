import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '@emporium/testing/eventually';
import { randomUUID } from 'node:crypto';
import {
  ProviderUnavailableError,
  type ChargeAttempt,
  type PaymentProvider,
  type ProviderLogEntry,
} from './payment-provider.js';
import { describeHeldMoney } from './held-money.contract.js';
import type { TEST_METHODS } from './test-methods.js';

const eur = (minor: number) => ({ minor, currency: 'EUR' });

/** A provider under test. */
export interface ProviderUnderTest {
  provider: PaymentProvider;
  close(): Promise<void>;
  /** Does the buyer's extra step, where there is a way to. */
  complete?(ref: string): Promise<void>;
  /** The other side's books, when the provider itself does not show them. */
  log?(): Promise<ProviderLogEntry[]>;
  /**
   * Payment methods that behave there as these of the test provider do; without one they have the
   * same names.
   */
  methods?: Record<Method, string>;
}
type Method = Exclude<keyof typeof TEST_METHODS, 'tok_lapses_2s'>;

/** What payments relies on, for every adapter. */
export function describePaymentProvider(name: string, make: () => Promise<ProviderUnderTest>) {
  describe(name, () => {
    let made: ProviderUnderTest;
    beforeAll(async () => void (made = await make()));
    afterAll(() => made.close());
    /** A charge as payments makes it: announced first, where the provider wants that. */
    const request = async (method: Method, more: Pick<ChargeAttempt, 'captureLater'> = {}) => {
      const attempt: ChargeAttempt = {
        key: randomUUID(),
        orderRef: `ord_${randomUUID()}`,
        amount: eur(1_000),
        ...more,
      };
      const prepared = await made.provider.prepare?.(attempt, 2_000);
      return {
        ...attempt,
        ...(prepared && 'ref' in prepared ? prepared : {}),
        method: made.methods?.[method] ?? method,
      };
    };
    const log = () => (made.log ?? made.provider.log)!();
    const succeeded = async (key: string) =>
      (await log()).filter(
        (entry) => entry.key === key && entry.op === 'charge' && entry.status === 'succeeded',
      ).length;

    test('a charge is made once, however often its key is sent', async () => {
      const charge = await request('tok_ok');
      const all = await Promise.all(
        Array.from({ length: 10 }, () => made.provider.charge(charge, 2_000)),
      );
      expect(new Set(all.map((c) => c.ref)).size).toBe(1);
      expect(all[0]).toMatchObject({ status: 'succeeded', amount: eur(1_000), key: charge.key });
      expect(await succeeded(charge.key)).toBe(1);
      const { ref: _ref, ...unannounced } = { ref: '', ...charge };
      await expect(
        made.provider.charge({ ...unannounced, amount: eur(999) }, 2_000),
      ).rejects.toThrow();
      expect(await made.provider.find(charge, 2_000)).toEqual(all[0]);
    });

    test('a decline is an answer', async () => {
      const charge = await request('tok_declined');
      expect(await made.provider.charge(charge, 2_000)).toMatchObject({
        status: 'declined',
        failureCode: expect.stringContaining('decline'),
      });
      expect(await succeeded(charge.key)).toBe(0);
    });

    test('the extra step leads to success by itself', async () => {
      const charge = await request('tok_requires_action');
      const first = await made.provider.charge(charge, 2_000);
      expect(first).toMatchObject({ status: 'requires_action', clientSecret: expect.any(String) });
      await made.complete?.(first.ref);
      await eventually(
        async () => (await made.provider.find(charge, 2_000))?.status === 'succeeded',
      );
      expect(await succeeded(charge.key)).toBe(1);
    });

    test('a time-out before the charge: unknown to the caller, unknown to the provider, and it can be abandoned for good', async () => {
      const charge = await request('tok_timeout_before_charge');
      await expect(made.provider.charge(charge, 100)).rejects.toThrow(ProviderUnavailableError);
      expect(await made.provider.find(charge, 2_000)).toBeNull();
      expect((await made.provider.abandon(charge, 2_000)).status).toBe('abandoned');
      expect(
        (await made.provider.charge({ ...charge, method: made.methods?.tok_ok ?? 'tok_ok' }, 2_000))
          .status,
      ).toBe('abandoned');
      expect(await succeeded(charge.key)).toBe(0);
    });

    test('a time-out after the charge, and an error before it: found by the key', async () => {
      for (const method of ['tok_timeout_after_charge', 'tok_error_then_charged'] as const) {
        const charge = await request(method);
        await expect(made.provider.charge(charge, 100)).rejects.toThrow(ProviderUnavailableError);
        await eventually(
          async () => (await made.provider.find(charge, 2_000))?.status === 'succeeded',
        );
        expect((await made.provider.abandon(charge, 2_000)).status).toBe('succeeded');
        expect(await succeeded(charge.key)).toBe(1);
      }
    });

    test('a slow charge is known while it runs and cannot be abandoned', async () => {
      const charge = await request('tok_slow_5s');
      await expect(made.provider.charge(charge, 100)).rejects.toThrow(ProviderUnavailableError);
      expect((await made.provider.find(charge, 2_000))?.status).toBe('processing');
      expect((await made.provider.abandon(charge, 2_000)).status).toBe('processing');
    });

    describeHeldMoney(() => made, request);

    test('refunds are made once per key and never exceed the charge', async () => {
      const { ref, orderRef } = await made.provider.charge(await request('tok_ok'), 2_000);
      const refund = { key: randomUUID(), ref, amount: eur(600) };
      const both = await Promise.all([
        made.provider.refund(refund, 2_000),
        made.provider.refund(refund, 2_000),
      ]);
      expect(both[0]).toEqual(both[1]);
      expect(both[0]!.status).toBe('succeeded');
      expect(
        (await made.provider.refund({ key: randomUUID(), ref, amount: eur(401) }, 2_000)).status,
      ).toBe('failed');
      expect(
        (await made.provider.refund({ key: randomUUID(), ref, amount: eur(400) }, 2_000)).status,
      ).toBe('succeeded');
      const refunds = (await log()).filter(
        (entry) => entry.orderRef === orderRef && entry.op === 'refund',
      );
      expect(refunds.map((entry) => [entry.amount, entry.status])).toEqual([
        [600, 'succeeded'],
        [401, 'failed'],
        [400, 'succeeded'],
      ]);
    });
  });
}
