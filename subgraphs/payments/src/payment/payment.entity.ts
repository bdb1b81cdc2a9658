import { BigIntType, OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { PaymentStatus } from './payment-status.js';

/** What payments knows of an order; its version orders the events of that order. */
@Entity({ tableName: 'payable' })
export class Payable {
  [OptionalProps]?: 'version' | 'cancelled' | 'round';

  @PrimaryKey({ type: 'text' })
  orderId!: string;
  @Property({ type: 'integer' })
  version!: number;
  /** Null for a guest. */
  @Property({ type: 'text', nullable: true })
  userId!: string | null;
  @Property({ type: 'boolean' })
  cancelled!: boolean;
  /** What all payments come to, as orders said when a payment was begun last. */
  @Property({ type: new BigIntType('number'), nullable: true })
  total!: number | null;
  /** Changes by staff after which something was to be paid again, as orders said then. */
  @Property({ type: 'integer' })
  round!: number;
}

/** Who holds the money: the provider, our own gift cards, or nobody whom a program could ask. */
export type PaymentKind = 'PROVIDER' | 'GIFT_CARD' | 'OFFLINE';
/** How far a dispute has come. */
export type DisputeStatus = 'OPEN' | 'WON' | 'LOST';

/**
 * One attempt to charge an order, written down before the provider is called. Amounts in minor
 * units.
 */
@Entity({ tableName: 'payment' })
export class PaymentRow {
  [OptionalProps]?:
    | 'refunded'
    | 'polls'
    | 'createdAt'
    | 'kind'
    | 'captured'
    | 'captureLater'
    | 'releaseRequested'
    | 'round';

  @PrimaryKey({ type: 'text' })
  id!: string;
  @Property({ type: 'text' })
  orderId!: string;
  @Property({ type: 'integer' })
  attempt!: number;
  /** The round of its order that it pays: 0, and one more with each change that made it dearer. */
  @Property({ type: 'integer' })
  round!: number;
  @Property({ type: 'text' })
  status!: PaymentStatus;
  @Property({ type: new BigIntType('number') })
  amount!: number;
  @Property({ type: new BigIntType('number') })
  refunded!: number;
  @Property({ type: 'text', columnType: 'char(3)' })
  currency!: string;
  @Property({ type: 'text' })
  provider!: string;
  /** Our idempotency key at the provider: order id and attempt. */
  @Property({ type: 'text' })
  providerKey!: string;
  @Property({ type: 'text', nullable: true })
  providerRef!: string | null;
  @Property({ type: 'text', nullable: true })
  clientSecret!: string | null;
  @Property({ type: 'text', nullable: true })
  failureCode!: string | null;
  /** When the provider is asked for the outcome next; null once it is known. */
  @Property({ type: 'timestamptz', nullable: true })
  nextPollAt!: Date | null;
  @Property({ type: 'integer' })
  polls!: number;
  @Property({ type: 'timestamptz' })
  createdAt!: Date;
  @Property({ type: 'timestamptz', nullable: true })
  capturedAt!: Date | null;
  @Property({ type: 'text' })
  kind!: PaymentKind;
  /** How an offline payment is made: `bank_transfer`, `pay_on_delivery`. */
  @Property({ type: 'text', nullable: true })
  method!: string | null;
  @Property({ type: 'text', nullable: true })
  giftCardId!: string | null;
  /** True when the charge only sets the money aside. */
  @Property({ type: 'boolean' })
  captureLater!: boolean;
  /** What of the amount is ours. */
  @Property({ type: new BigIntType('number') })
  captured!: number;
  /** When what was set aside is free again; null when it does not lapse. */
  @Property({ type: 'timestamptz', nullable: true })
  authorizationExpiresAt!: Date | null;
  /** True when what is not captured is to be given up; the job asks the provider for it. */
  @Property({ type: 'boolean' })
  releaseRequested!: boolean;
  @Property({ type: 'text', nullable: true })
  disputeStatus!: DisputeStatus | null;
}
