import { BigIntType, OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** Money on its way back, written down before the provider is called. Amount in minor units. */
@Entity({ tableName: 'refund' })
export class RefundRow {
  [OptionalProps]?: 'status' | 'tries' | 'createdAt';

  @PrimaryKey({ type: 'text' })
  id!: string;
  @Property({ type: 'text' })
  paymentId!: string;
  @Property({ type: new BigIntType('number') })
  amount!: number;
  @Property({ type: 'text', columnType: 'char(3)' })
  currency!: string;
  @Property({ type: 'text', nullable: true })
  reason!: string | null;
  /** True when it follows from the order: it was cancelled, or a part of it is not sent or came back. */
  @Property({ type: 'boolean' })
  automatic!: boolean;
  @Property({ type: 'text' })
  status!: 'PENDING' | 'SUCCEEDED' | 'FAILED';
  /** Our idempotency key at the provider. */
  @Property({ type: 'text' })
  providerKey!: string;
  @Property({ type: 'text', nullable: true })
  providerRef!: string | null;
  /** When the job sends it, at once unless it is said otherwise; null once its outcome is known. */
  @Property({ type: 'timestamptz', nullable: true })
  nextTryAt!: Date | null;
  /** The wish of orders that it belongs to. */
  @Property({ type: 'text', nullable: true })
  requestId!: string | null;
  @Property({ type: 'integer' })
  tries!: number;
  @Property({ type: 'timestamptz' })
  createdAt!: Date;
}
