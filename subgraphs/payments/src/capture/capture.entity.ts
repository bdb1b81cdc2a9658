import { BigIntType, OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** Money set aside that is to be taken, written down before the provider is called. Amount in minor units. */
@Entity({ tableName: 'capture' })
export class CaptureRow {
  [OptionalProps]?: 'status' | 'tries' | 'createdAt';

  @PrimaryKey({ type: 'text' })
  id!: string;
  @Property({ type: 'text' })
  paymentId!: string;
  @Property({ type: new BigIntType('number') })
  amount!: number;
  /** What it is for, e.g. `shipped`. */
  @Property({ type: 'text' })
  reason!: string;
  @Property({ type: 'text' })
  status!: 'PENDING' | 'SUCCEEDED' | 'FAILED';
  /** Our idempotency key at the provider. */
  @Property({ type: 'text' })
  providerKey!: string;
  /** When the job sends it; null once its outcome is known. */
  @Property({ type: 'timestamptz', nullable: true })
  nextTryAt!: Date | null;
  @Property({ type: 'integer' })
  tries!: number;
  @Property({ type: 'timestamptz' })
  createdAt!: Date;
}
