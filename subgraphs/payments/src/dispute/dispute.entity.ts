import { BigIntType, OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { DisputeStatus } from '../payment/payment.entity.js';

/** A charge that the buyer's bank has called into question. Amount in minor units. */
@Entity({ tableName: 'dispute' })
export class DisputeRow {
  [OptionalProps]?: 'openedAt';

  @PrimaryKey({ type: 'text' })
  id!: string;
  @Property({ type: 'text' })
  paymentId!: string;
  /** The provider's own id of the dispute. */
  @Property({ type: 'text' })
  providerRef!: string;
  @Property({ type: 'text' })
  status!: DisputeStatus;
  @Property({ type: new BigIntType('number') })
  amount!: number;
  @Property({ type: 'text', columnType: 'char(3)' })
  currency!: string;
  @Property({ type: 'text', nullable: true })
  reason!: string | null;
  @Property({ type: 'timestamptz' })
  openedAt!: Date;
  @Property({ type: 'timestamptz', nullable: true })
  closedAt!: Date | null;
}
