import { BigIntType, OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { PaymentStatus } from './payment-status.js';

/** What payments knows of an order; its version orders the events of that order. */
@Entity({ tableName: 'payable' })
export class Payable {
  [OptionalProps]?: 'version' | 'cancelled';

  @PrimaryKey({ type: 'text' })
  orderId!: string;
  @Property({ type: 'integer' })
  version!: number;
  /** Null for a guest. */
  @Property({ type: 'text', nullable: true })
  userId!: string | null;
  @Property({ type: 'boolean' })
  cancelled!: boolean;
}

/**
 * One attempt to charge an order, written down before the provider is called. Amounts in minor
 * units.
 */
@Entity({ tableName: 'payment' })
export class PaymentRow {
  [OptionalProps]?: 'refunded' | 'polls' | 'createdAt';

  @PrimaryKey({ type: 'text' })
  id!: string;
  @Property({ type: 'text' })
  orderId!: string;
  @Property({ type: 'integer' })
  attempt!: number;
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
}
