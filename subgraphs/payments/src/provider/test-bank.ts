import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LedgerEntry, LedgerFile } from './ledger-file.js';
import {
  ProviderUnavailableError,
  type CaptureRequest,
  type Charge,
  type ChargeAttempt,
  type ChargeRequest,
  type ChargeStatus,
  type Dispute,
  type ProviderLogEntry,
  type RefundRequest,
} from './payment-provider.js';
import { chargeOf as asCharge, sameRequest } from './test-bank-entries.js';
import { testMethod, type TestMethod } from './test-methods.js';

/**
 * A payment provider for tests and demos: real books, no money. The same under `test:` and behind
 * the HTTP server.
 */
export interface TestBank {
  charge(request: ChargeRequest): Promise<Charge>;
  find(key: string): Charge | null;
  abandon(attempt: ChargeAttempt): Charge;
  capture(request: CaptureRequest): { status: 'succeeded' | 'failed'; captured: number };
  /** Sets aside for another full term; a charge that is over stays as it is. */
  renew(attempt: ChargeAttempt): Charge;
  refund(request: RefundRequest): { ref: string; status: 'succeeded' | 'failed' };
  /** The buyer's bank calls a charge into question, or has decided; null for an unknown charge. */
  dispute(chargeRef: string, status: Dispute['status']): Dispute | null;
  findDispute(ref: string): Dispute | null;
  /** The buyer has done the extra step; null for an unknown charge. */
  complete(ref: string): Charge | null;
  log(): ProviderLogEntry[];
  close(): void;
}

type Change = (charge: Charge) => void;

/** How long money stays set aside unless the method says otherwise. */
const TERM_MS = 7 * 24 * 3_600_000;

/** A bank on the given books. `onChange` hears of every new state of a charge. */
export function testBank(
  file: LedgerFile,
  now: () => number = Date.now,
  onChange: Change = () => undefined,
): TestBank {
  const charges = new Map<string, LedgerEntry>();
  const refunds = new Map<string, LedgerEntry>();
  const captures = new Map<string, LedgerEntry>();
  const disputes = new Map<string, LedgerEntry>();
  const books = { charge: charges, refund: refunds, capture: captures, dispute: disputes };
  for (const entry of file.entries) books[entry.op].set(entry.key, entry);
  const capturesOf = (ref: string) =>
    [...captures.values()].filter((c) => c.chargeRef === ref && c.status === 'succeeded');
  const chargeOf = (entry: LedgerEntry) => asCharge(entry, capturesOf(entry.ref), now());

  const write = (entry: Omit<LedgerEntry, 'at'>): LedgerEntry => {
    const written = { at: new Date(now()).toISOString(), ...entry };
    file.append(written);
    books[entry.op].set(entry.key, written);
    if (entry.op === 'charge') onChange(chargeOf(written));
    return written;
  };
  const move = ({ dueAt: _due, at: _at, ...entry }: LedgerEntry, status: ChargeStatus) =>
    write({ ...entry, ...settled(entry.captureLater === true, status) });
  /** Money that is only set aside stops there, for its term. */
  const settled = (captureLater: boolean, status: ChargeStatus, termMs = TERM_MS) =>
    captureLater && status === 'succeeded'
      ? { status: 'authorized' as const, until: now() + termMs }
      : { status };
  /**
   * The entry as it is by now: what was due has happened, whether or not this process lived at that
   * moment.
   */
  const current = (key: string): LedgerEntry | undefined => {
    const entry = charges.get(key);
    return entry?.dueAt !== undefined && entry.dueAt <= now() ? move(entry, 'succeeded') : entry;
  };
  const open = (
    request: ChargeAttempt,
    status: ChargeStatus,
    { dueMs, termMs }: Pick<TestMethod, 'dueMs' | 'termMs'> = {},
  ) =>
    write({
      op: 'charge',
      key: request.key,
      ref: `ch_${randomUUID()}`,
      orderRef: request.orderRef,
      amount: request.amount.minor,
      currency: request.amount.currency,
      ...(request.captureLater ? { captureLater: true } : {}),
      ...settled(request.captureLater === true, status, termMs),
      ...(dueMs === undefined ? {} : { dueAt: now() + dueMs }),
    });
  const byRef = (ref: string) => [...charges.values()].find((entry) => entry.ref === ref);

  return {
    charge: async (request) => {
      const known = current(request.key);
      if (known) return chargeOf(sameRequest(known, request));
      const method = testMethod(request.method);
      if (!method) return chargeOf(open(request, 'declined'));
      const entry = method.first && open(request, method.first, method);
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
      const isOpen = ['requires_action', 'authorized'].includes(chargeOf(entry).status);
      return chargeOf(isOpen ? move(entry, 'abandoned') : entry);
    },
    capture: ({ key, attempt, amount, final }) => {
      const charge = current(attempt.key);
      const taken = () =>
        charge ? capturesOf(charge.ref).reduce((sum, capture) => sum + capture.amount, 0) : 0;
      const known = captures.get(key);
      if (known) return { status: known.status as 'succeeded' | 'failed', captured: taken() };
      const fits =
        charge !== undefined &&
        chargeOf(charge).status === 'authorized' &&
        charge.currency === amount.currency &&
        taken() + amount.minor <= charge.amount;
      const status = fits ? ('succeeded' as const) : ('failed' as const);
      write({
        op: 'capture',
        key,
        ref: `ca_${randomUUID()}`,
        orderRef: attempt.orderRef,
        amount: amount.minor,
        currency: amount.currency,
        status,
        chargeRef: charge?.ref ?? '',
        final,
      });
      return { status, captured: taken() };
    },
    renew: (attempt) => {
      const entry = current(attempt.key);
      if (!entry) return chargeOf(open(attempt, 'abandoned'));
      return chargeOf(chargeOf(entry).status === 'authorized' ? move(entry, 'succeeded') : entry);
    },
    dispute: (chargeRef, status) => {
      const charge = byRef(chargeRef);
      if (!charge) return null;
      const { orderRef, amount, currency } = charge;
      const ref = `dp_${chargeRef}`;
      const entry = write({
        op: 'dispute',
        key: ref,
        ref,
        orderRef,
        amount,
        currency,
        status,
        chargeRef,
      });
      return disputeOf(entry);
    },
    findDispute: (ref) => {
      const entry = disputes.get(ref);
      return entry ? disputeOf(entry) : null;
    },
    refund: ({ key, ref, amount }) => {
      const known = refunds.get(key);
      if (known) return { ref: known.ref, status: known.status as 'succeeded' | 'failed' };
      const charge = byRef(ref);
      const returned = [...refunds.values()]
        .filter((r) => r.chargeRef === ref && r.status === 'succeeded')
        .reduce((sum, r) => sum + r.amount, 0);
      const held = charge && chargeOf(charge);
      const fits =
        held !== undefined &&
        (held.status === 'succeeded' || (held.captured ?? 0) > 0) &&
        held.amount.currency === amount.currency &&
        returned + amount.minor <= (held.captured ?? held.amount.minor);
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
      return file.entries.flatMap((entry) =>
        entry.op === 'dispute' ? [] : [logEntryOf({ ...entry, op: entry.op })],
      );
    },
    close: () => file.close(),
  };
}

function logEntryOf({
  dueAt: _due,
  captureLater: _later,
  until: _until,
  final: _final,
  ...entry
}: LedgerEntry & { op: ProviderLogEntry['op'] }): ProviderLogEntry {
  return entry;
}

const disputeOf = ({ ref, chargeRef, status, amount, currency }: LedgerEntry): Dispute => ({
  ref,
  chargeRef: chargeRef ?? '',
  status: status as Dispute['status'],
  amount: { minor: amount, currency },
});
