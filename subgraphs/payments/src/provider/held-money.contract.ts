import { randomUUID } from 'node:crypto';
import { eventually } from '@emporium/testing/eventually';
import { expect, test } from 'vitest';
import type { ChargeRequest } from './payment-provider.js';
import type { ProviderUnderTest } from './payment-provider.contract.js';

const eur = (minor: number) => ({ minor, currency: 'EUR' });

/** What payments relies on when money is set aside and captured later. */
export function describeHeldMoney(
  made: () => ProviderUnderTest,
  request: (
    method: 'tok_ok' | 'tok_requires_action' | 'tok_declined',
    more: { captureLater: true },
  ) => Promise<ChargeRequest>,
): void {
  const later = { captureLater: true } as const;
  const capture = (attempt: ChargeRequest, minor: number, final: boolean, key = randomUUID()) =>
    made().provider.capture({ key, attempt, amount: eur(minor), final }, 2_000);

  test('money is set aside, found so, and captured once per key; then it can be refunded', async () => {
    const { provider } = made();
    const charge = await request('tok_ok', later);
    const held = await provider.charge(charge, 2_000);
    expect(held).toMatchObject({
      status: 'authorized',
      captured: 0,
      authorizationExpiresAt: expect.any(String),
    });
    expect(Date.parse(held.authorizationExpiresAt!)).toBeGreaterThan(Date.now());
    expect(await provider.find(charge, 2_000)).toMatchObject({ status: 'authorized' });
    const { ref } = held;
    expect((await provider.refund({ key: randomUUID(), ref, amount: eur(1) }, 2_000)).status).toBe(
      'failed',
    );
    const key = randomUUID();
    const both = [await capture(charge, 1_000, true, key), await capture(charge, 1_000, true, key)];
    expect(both).toEqual([
      { status: 'succeeded', captured: 1_000 },
      { status: 'succeeded', captured: 1_000 },
    ]);
    expect(await provider.find(charge, 2_000)).toMatchObject({ status: 'succeeded' });
    expect(
      (await provider.refund({ key: randomUUID(), ref, amount: eur(1_000) }, 2_000)).status,
    ).toBe('succeeded');
  });

  test('never more is captured than was set aside, and a final part releases the rest', async () => {
    const { provider } = made();
    const charge = await request('tok_ok', later);
    const { ref } = await provider.charge(charge, 2_000);
    expect((await capture(charge, 1_001, true)).status).toBe('failed');
    // A provider that captures once only is not asked for the first part.
    const parts = provider.capturesParts ? [100] : [];
    const captured = await Promise.all(parts.map((minor) => capture(charge, minor, false)));
    expect(captured).toEqual(parts.map((minor) => ({ status: 'succeeded', captured: minor })));
    expect(await provider.find(charge, 2_000)).toMatchObject({
      status: 'authorized',
      captured: parts.reduce((sum, minor) => sum + minor, 0),
    });
    const rest = provider.capturesParts ? 500 : 600;
    expect(await capture(charge, rest, true)).toEqual({ status: 'succeeded', captured: 600 });
    expect(await provider.find(charge, 2_000)).toMatchObject({
      status: 'succeeded',
      captured: 600,
    });
    const refund = (minor: number) =>
      provider.refund({ key: randomUUID(), ref, amount: eur(minor) }, 2_000);
    expect((await refund(601)).status).toBe('failed');
    expect((await refund(600)).status).toBe('succeeded');
  });

  test('money that was given up cannot be captured; what is captured cannot be given up', async () => {
    const { provider } = made();
    const given = await request('tok_ok', later);
    await provider.charge(given, 2_000);
    expect((await provider.abandon(given, 2_000)).status).toBe('abandoned');
    expect(await capture(given, 1_000, true)).toEqual({ status: 'failed', captured: 0 });
    expect((await provider.find(given, 2_000))?.status).toBe('abandoned');
    const taken = await request('tok_ok', later);
    await provider.charge(taken, 2_000);
    await capture(taken, 1_000, true);
    expect((await provider.abandon(taken, 2_000)).status).toBe('succeeded');
  });

  test('money is set aside after the extra step, and not by a declined charge', async () => {
    const { provider, complete } = made();
    const charge = await request('tok_requires_action', later);
    const { ref } = await provider.charge(charge, 2_000);
    await complete?.(ref);
    await eventually(async () => (await provider.find(charge, 2_000))?.status === 'authorized');
    const declined = await request('tok_declined', later);
    expect((await provider.charge(declined, 2_000)).status).toBe('declined');
  });
}
