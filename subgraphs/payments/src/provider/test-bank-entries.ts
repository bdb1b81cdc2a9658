import type { LedgerEntry } from './ledger-file.js';
import type { Charge, ChargeRequest, ChargeStatus } from './payment-provider.js';

/** The key was used for something else. */
export class KeyReusedError extends Error {
  override name = 'KeyReusedError';
}

/**
 * The charge that an entry of the test bank's books and the captures of it stand for, at `now` (ms
 * since the epoch).
 */
export function chargeOf(
  entry: LedgerEntry,
  captures: readonly LedgerEntry[],
  now: number,
): Charge {
  const { key, ref, orderRef, amount, currency, until } = entry;
  const captured = captures.reduce((sum, capture) => sum + capture.amount, 0);
  const status = statusOf(entry, captures, captured, now);
  return {
    key,
    ref,
    orderRef,
    amount: { minor: amount, currency },
    status,
    ...(entry.captureLater && (status === 'authorized' || status === 'succeeded')
      ? { captured }
      : {}),
    ...(status === 'authorized' && until !== undefined
      ? { authorizationExpiresAt: new Date(until).toISOString() }
      : {}),
    ...(status === 'declined' ? { failureCode: 'card_declined' } : {}),
    ...(status === 'requires_action' ? { clientSecret: `${ref}_secret` } : {}),
  };
}

function statusOf(
  entry: LedgerEntry,
  captures: readonly LedgerEntry[],
  captured: number,
  now: number,
): ChargeStatus {
  const status = entry.status as ChargeStatus;
  const held = status === 'authorized' || status === 'abandoned';
  if (!held || !entry.captureLater) return status;
  const over =
    status === 'abandoned' ||
    captured >= entry.amount ||
    captures.some((capture) => capture.final) ||
    (entry.until !== undefined && entry.until <= now);
  if (!over) return 'authorized';
  return captured > 0 ? 'succeeded' : 'abandoned';
}

/** The entry, when it was made by the same request. Throws KeyReusedError. */
export function sameRequest(entry: LedgerEntry, request: ChargeRequest): LedgerEntry {
  const same =
    entry.orderRef === request.orderRef &&
    entry.amount === request.amount.minor &&
    entry.currency === request.amount.currency;
  if (!same) throw new KeyReusedError(`the key ${request.key} was used for another charge`);
  return entry;
}
