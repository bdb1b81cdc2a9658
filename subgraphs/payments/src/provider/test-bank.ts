import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LedgerEntry, LedgerFile } from './ledger-file.js';
import {
  ProviderUnavailableError,
  type Charge,
  type ChargeAttempt,
  type ChargeRequest,
  type ChargeStatus,
  type ProviderLogEntry,
  type RefundRequest,
} from './payment-provider.js';
import { testMethod } from './test-methods.js';

/** The key was used for something else. */
export class KeyReusedError extends Error {
  override name = 'KeyReusedError';
}

/**
 * A payment provider for tests and demos: real books, no money. The same under `test:` and behind
 * the HTTP server.
 */
export interface TestBank {
  charge(request: ChargeRequest): Promise<Charge>;
  find(key: string): Charge | null;
  abandon(attempt: ChargeAttempt): Charge;
  refund(request: RefundRequest): { ref: string; status: 'succeeded' | 'failed' };
  /** The buyer has done the extra step; null for an unknown charge. */
  complete(ref: string): Charge | null;
  log(): ProviderLogEntry[];
  close(): void;
}

type Change = (charge: Charge) => void;

/** A bank on the given books. `onChange` hears of every new state of a charge. */
export function testBank(
  file: LedgerFile,
  now: () => number = Date.now,
  onChange: Change = () => undefined,
): TestBank {
  const charges = new Map<string, LedgerEntry>();
  const refunds = new Map<string, LedgerEntry>();
  for (const entry of file.entries)
    (entry.op === 'charge' ? charges : refunds).set(entry.key, entry);

  const write = (entry: Omit<LedgerEntry, 'at'>): LedgerEntry => {
    const written = { at: new Date(now()).toISOString(), ...entry };
    file.append(written);
    (entry.op === 'charge' ? charges : refunds).set(entry.key, written);
    if (entry.op === 'charge') onChange(chargeOf(written));
    return written;
  };
  const move = ({ dueAt: _due, at: _at, ...entry }: LedgerEntry, status: ChargeStatus) =>
    write({ ...entry, status });
  /**
   * The entry as it is by now: what was due has happened, whether or not this process lived at that
   * moment.
   */
  const current = (key: string): LedgerEntry | undefined => {
    const entry = charges.get(key);
    return entry?.dueAt !== undefined && entry.dueAt <= now() ? move(entry, 'succeeded') : entry;
  };
  const open = (request: ChargeAttempt, status: ChargeStatus, dueMs?: number) =>
    write({
      op: 'charge',
      key: request.key,
      ref: `ch_${randomUUID()}`,
      orderRef: request.orderRef,
      amount: request.amount.minor,
      currency: request.amount.currency,
      status,
      ...(dueMs === undefined ? {} : { dueAt: now() + dueMs }),
    });
  const byRef = (ref: string) => [...charges.values()].find((entry) => entry.ref === ref);

  return {
    charge: async (request) => {
      const known = current(request.key);
      if (known) return chargeOf(sameRequest(known, request));
      const method = testMethod(request.method);
      if (!method) return chargeOf(open(request, 'declined'));
      const entry = method.first && open(request, method.first, method.dueMs);
      if (method.answer === 'error')
        throw new ProviderUnavailableError('the provider answered with an error');
      if (method.answer === 'never' || !entry) return new Promise<never>(() => undefined);
      if (method.answer === 'done') await sleep(method.dueMs ?? 0, undefined, { ref: false });
      return chargeOf(current(request.key)!);
    },
    find: (key) => {
      const entry = current(key);
      return entry ? chargeOf(entry) : null;
    },
    abandon: (request) => {
      const entry = current(request.key);
      if (!entry) return chargeOf(open(request, 'abandoned'));
      return chargeOf(entry.status === 'requires_action' ? move(entry, 'abandoned') : entry);
    },
    refund: ({ key, ref, amount }) => {
      const known = refunds.get(key);
      if (known) return { ref: known.ref, status: known.status as 'succeeded' | 'failed' };
      const charge = byRef(ref);
      const returned = [...refunds.values()]
        .filter((r) => r.chargeRef === ref && r.status === 'succeeded')
        .reduce((sum, r) => sum + r.amount, 0);
      const fits =
        charge?.status === 'succeeded' &&
        charge.currency === amount.currency &&
        returned + amount.minor <= charge.amount;
      const status = fits ? 'succeeded' : 'failed';
      const orderRef = charge?.orderRef ?? '';
      const entry = write({
        op: 'refund',
        key,
        ref: `re_${randomUUID()}`,
        orderRef,
        amount: amount.minor,
        currency: amount.currency,
        status,
        chargeRef: ref,
      });
      return { ref: entry.ref, status };
    },
    complete: (ref) => {
      const found = byRef(ref);
      const entry = found && current(found.key)!;
      if (!entry) return null;
      return chargeOf(
        entry.status === 'requires_action' || entry.status === 'processing'
          ? move(entry, 'succeeded')
          : entry,
      );
    },
    log: () => {
      for (const key of charges.keys()) current(key);
      return file.entries.map(({ dueAt: _due, chargeRef: _charge, ...entry }) => entry);
    },
    close: () => file.close(),
  };
}

function chargeOf(entry: LedgerEntry): Charge {
  const { key, ref, orderRef, amount, currency } = entry;
  const status = entry.status as ChargeStatus;
  return {
    key,
    ref,
    orderRef,
    amount: { minor: amount, currency },
    status,
    ...(status === 'declined' ? { failureCode: 'card_declined' } : {}),
    ...(status === 'requires_action' ? { clientSecret: `${ref}_secret` } : {}),
  };
}

function sameRequest(entry: LedgerEntry, request: ChargeRequest): LedgerEntry {
  const same =
    entry.orderRef === request.orderRef &&
    entry.amount === request.amount.minor &&
    entry.currency === request.amount.currency;
  if (!same) throw new KeyReusedError(`the key ${request.key} was used for another charge`);
  return entry;
}
