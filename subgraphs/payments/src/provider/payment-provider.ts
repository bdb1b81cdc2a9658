/** An amount as providers take it: minor units and ISO 4217 code. */
export interface Amount {
  minor: number;
  currency: string;
}

/** `abandoned`: nothing was charged under this key and nothing ever will be. */
export type ChargeStatus = 'processing' | 'requires_action' | 'succeeded' | 'declined' | 'abandoned';

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

export interface ChargeRequest {
  key: string;
  orderRef: string;
  amount: Amount;
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

/** No answer, or one that does not tell what happened: the outcome is unknown and must be asked for by the same key. */
export class ProviderUnavailableError extends Error {
  override name = 'ProviderUnavailableError';
}

/**
 * Takes and returns money. Every operation is idempotent by its key: a repeat gives the state of the first call. All times are
 * milliseconds; an operation that takes longer rejects with ProviderUnavailableError.
 */
export interface PaymentProvider {
  /** Name in webhook URLs and on payments. */
  readonly name: string;
  /** Whether the provider could know such a payment method token. */
  accepts(method: string): boolean;
  /** Charges. A decline is an answer, not an error. */
  charge(request: ChargeRequest, timeoutMs: number): Promise<Charge>;
  /** The charge made under the key, or null when the provider has never heard of it. */
  find(key: string, timeoutMs: number): Promise<Charge | null>;
  /**
   * Makes sure that nothing will be charged under the key, also not by a call still on its way. Returns what holds now: `abandoned`, or
   * the charge when it was too late for that.
   */
  abandon(request: Omit<ChargeRequest, 'method'>, timeoutMs: number): Promise<Charge>;
  /** Returns money of a charge; `failed` when the provider refuses for good. */
  refund(request: RefundRequest, timeoutMs: number): Promise<{ ref: string; status: 'succeeded' | 'failed' }>;
  /** The provider's own books, when it shows them: what `verify` compares payments with. */
  log?(): Promise<ProviderLogEntry[]>;
  close(): Promise<void>;
}
