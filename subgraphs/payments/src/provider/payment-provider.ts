/** An amount as providers take it: minor units and ISO 4217 code. */
export interface Amount {
  minor: number;
  currency: string;
}

/**
 * `authorized`: the money is set aside, and what is not captured can be given up. `abandoned`:
 * nothing was charged under this key and nothing ever will be.
 */
export type ChargeStatus =
  'processing' | 'requires_action' | 'authorized' | 'succeeded' | 'declined' | 'abandoned';

/** A charge as the provider knows it. */
export interface Charge {
  /** Our idempotency key. */
  key: string;
  /** The provider's own id of the charge. */
  ref: string;
  orderRef: string;
  amount: Amount;
  status: ChargeStatus;
  /** Why it was declined. */
  failureCode?: string;
  /** What the buyer's browser needs for the extra step. */
  clientSecret?: string;
  /** What was taken of money that was set aside; without it a charge that succeeded took all. */
  captured?: number;
  /** When money that is set aside becomes free again (RFC 3339). */
  authorizationExpiresAt?: string;
}

/** What we have written down of a charge before anything is asked of the provider. */
export interface ChargeAttempt {
  key: string;
  orderRef: string;
  amount: Amount;
  /** What `prepare` answered. */
  ref?: string;
  /** True when the money is only set aside, to be captured later. */
  captureLater?: boolean;
}

export interface ChargeRequest extends ChargeAttempt {
  /** Payment method token of the provider. */
  method: string;
}

/** Takes money that was set aside. */
export interface CaptureRequest {
  key: string;
  attempt: ChargeAttempt;
  /** How much now. */
  amount: Amount;
  /** True when nothing more will be captured: the rest becomes free. */
  final: boolean;
}

/** A dispute as the provider knows it. */
export interface Dispute {
  ref: string;
  /** The charge that it is about. */
  chargeRef: string;
  status: 'open' | 'won' | 'lost';
  amount: Amount;
  reason?: string;
}

export interface RefundRequest {
  key: string;
  /** The charge to refund. */
  ref: string;
  amount: Amount;
}

/** One call that a provider has taken, as its own books have it. */
export interface ProviderLogEntry {
  at: string;
  op: 'charge' | 'refund' | 'capture';
  key: string;
  ref: string;
  orderRef: string;
  amount: number;
  currency: string;
  status: string;
  /** The charge that a capture or refund belongs to. */
  chargeRef?: string;
}

/** What a signed message of the provider is about. */
export interface WebhookNotice {
  id: string;
  type: string;
  paymentRef: string;
  amount: Amount;
  /** Set when the message is about a dispute of that charge: the provider's id of it. */
  disputeRef?: string;
}

/** A message as it came over HTTP. Header names in small letters. */
export interface ReceivedWebhook {
  rawBody: Buffer;
  headers: Record<string, string | string[] | undefined>;
  now: Date;
}

/**
 * No answer, or one that does not tell what happened: the outcome is unknown and must be asked for
 * by the same key.
 */
export class ProviderUnavailableError extends Error {
  override name = 'ProviderUnavailableError';
  readonly retryable = true;
}

/**
 * Takes and returns money. Every operation is idempotent by its key: a repeat gives the state of
 * the first call. All times are milliseconds; an operation that takes longer rejects with
 * ProviderUnavailableError.
 */
export interface PaymentProvider {
  /** Name in webhook URLs and on payments. */
  readonly name: string;
  /** Whether money that was set aside can be taken in several parts; else one capture ends it. */
  readonly capturesParts: boolean;
  /** The least that can be charged, in minor units of the currency. */
  minimum(currency: string): number;
  /** Whether the provider could know such a payment method token. */
  accepts(method: string): boolean;
  /**
   * Announces a charge without moving money, for a provider that cannot be asked by our key. The
   * caller stores the reference before it calls `charge`, so that no money moves under a reference
   * that a crash could lose. A refusal is an answer.
   */
  prepare?(
    attempt: ChargeAttempt,
    timeoutMs: number,
  ): Promise<{ ref: string } | { failureCode: string }>;
  /** Charges. A decline is an answer, not an error. */
  charge(request: ChargeRequest, timeoutMs: number): Promise<Charge>;
  /** The charge made for the attempt, or null when none was made so far. */
  find(attempt: ChargeAttempt, timeoutMs: number): Promise<Charge | null>;
  /**
   * Makes sure that nothing (more) will be charged under the key, also not by a call still on its
   * way; money that is set aside becomes free (void). Returns what holds now: `abandoned`, or the
   * charge when it was too late for that, or when a part had been captured.
   */
  abandon(attempt: ChargeAttempt, timeoutMs: number): Promise<Charge>;
  /**
   * Takes money that was set aside; `failed` when there is none any more. `captured` = all that was
   * taken of this charge.
   */
  capture(
    request: CaptureRequest,
    timeoutMs: number,
  ): Promise<{ status: 'succeeded' | 'failed'; captured: number }>;
  /**
   * Sets the money aside for longer, where the provider can; the charge is then `authorized` until
   * later, or what has become of it.
   */
  renew?(attempt: ChargeAttempt, timeoutMs: number): Promise<Charge>;
  /** A dispute by the provider's id, or null for an unknown one. */
  findDispute?(ref: string, timeoutMs: number): Promise<Dispute | null>;
  /**
   * What the provider did for us since then, by its own lists, oldest or newest first; for one that
   * shows no books of its own (`log`).
   */
  entriesSince?(since: Date): AsyncIterable<ProviderLogEntry>;
  /** Returns money of a charge; `failed` when the provider refuses for good. */
  refund(
    request: RefundRequest,
    timeoutMs: number,
  ): Promise<{ ref: string; status: 'succeeded' | 'failed' }>;
  /**
   * Checks the signature of a message and reads it; `ignored` = genuine, but about nothing that
   * concerns charges.
   */
  readWebhook(message: ReceivedWebhook): WebhookNotice | 'unsigned' | 'malformed' | 'ignored';
  /**
   * Rejects when the provider does not answer or refuses our key; for one that `find` does not ask
   * without a reference.
   */
  reach?(timeoutMs: number): Promise<void>;
  /** The provider's own books, when it shows them: what `verify` compares payments with. */
  log?(): Promise<ProviderLogEntry[]>;
  close(): Promise<void>;
}
