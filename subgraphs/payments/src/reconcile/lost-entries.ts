import type { Ctx } from '../context.js';
import type { ProviderLogEntry } from '../provider/payment-provider.js';
import { query } from '../tables.js';

const BATCH = 500;

/** What has a final outcome at the provider, or is set aside there: a charge that was declined counts its attempt, too. */
const FINAL = ['authorized', 'succeeded', 'declined', 'failed'];

/**
 * Charges and refunds that the provider has in its books and payments has not, each with its final
 * outcome, charges first. Undefined for a provider that does not show its books.
 */
export async function lostEntries(ctx: Ctx): Promise<ProviderLogEntry[] | undefined> {
  const log = await ctx.services.provider.log?.();
  if (!log) return undefined;
  const final = new Map(
    log
      .filter((entry) => FINAL.includes(entry.status))
      .map((entry) => [`${entry.op} ${entry.key}`, entry]),
  );
  const entries = [...final.values()];
  const charges = entries.filter((entry) => entry.op === 'charge');
  const refunds = entries.filter((entry) => entry.op === 'refund' && entry.status === 'succeeded');
  return [
    ...(await unknown(charges, (keys) => settledCharges(ctx, keys))),
    ...(await unknown(refunds, (keys) => sentRefunds(ctx, keys))),
  ];
}

async function unknown(
  entries: readonly ProviderLogEntry[],
  known: (keys: string[]) => Promise<string[]>,
): Promise<ProviderLogEntry[]> {
  const found: ProviderLogEntry[] = [];
  for (let i = 0; i < entries.length; i += BATCH) {
    const batch = entries.slice(i, i + BATCH);
    const ours = new Set(await known(batch.map((entry) => entry.key)));
    found.push(...batch.filter((entry) => !ours.has(entry.key)));
  }
  return found;
}

async function settledCharges(ctx: Ctx, keys: string[]): Promise<string[]> {
  const rows = await query(ctx)
    .selectFrom('PaymentRow')
    .select('providerKey')
    .where('providerKey', 'in', keys)
    .execute();
  return rows.map((row) => row.providerKey);
}

async function sentRefunds(ctx: Ctx, keys: string[]): Promise<string[]> {
  const rows = await query(ctx)
    .selectFrom('RefundRow')
    .select('providerKey')
    .where('providerKey', 'in', keys)
    .execute();
  return rows.map((row) => row.providerKey);
}
