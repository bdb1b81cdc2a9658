/** An amount as providers take it: minor units and ISO 4217 code. */
export interface Amount {
  minor: number;
  currency: string;
}

/** `abandoned`: nothing was charged under this key and nothing ever will be. */
export type ChargeStatus =
  'processing' | 'requires_action' | 'succeeded' | 'declined' | 'abandoned';

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
}

/** What we have written down of a charge before anything is asked of the provider. */
export interface ChargeAttempt {
  key: string;
  orderRef: string;
  amount: Amount;
  /** What `prepare` answered. */
  ref?: string;
}

export interface ChargeRequest extends ChargeAttempt {
  /** Payment method token of the provider. */
  method: string;
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
  op: 'charge' | 'refund';
  key: string;
  ref: string;
  orderRef: string;
  amount: number;
  currency: string;
  status: string;
}

/** What a signed message of the provider is about. */
export interface WebhookNotice {
  id: string;
  type: string;
  paymentRef: string;
  amount: Amount;
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
   * Makes sure that nothing will be charged under the key, also not by a call still on its way.
   * Returns what holds now: `abandoned`, or the charge when it was too late for that.
   */
  abandon(attempt: ChargeAttempt, timeoutMs: number): Promise<Charge>;
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
