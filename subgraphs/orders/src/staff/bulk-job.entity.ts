import { OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { OrderStatus } from '../order/order-status.js';

/** A change of the status of many orders. */
@Entity({ tableName: 'bulk_job' })
export class BulkJobRow {
  [OptionalProps]?: 'createdAt';

  @PrimaryKey({ type: 'text' })
  id!: string;
  /** The status that the orders shall have. */
  @Property({ type: 'text' })
  target!: OrderStatus;
  /** `staff:<id>`: who asked for it, and in whose name it is done. */
  @Property({ type: 'text' })
  actor!: string;
  @Property({ type: 'integer' })
  total!: number;
  @Property({ type: 'timestamptz' })
  createdAt!: Date;
}

/** One order of such a change. */
@Entity({ tableName: 'bulk_item' })
export class BulkItemRow {
  [OptionalProps]?: 'status';

  @PrimaryKey({ type: 'text' })
  jobId!: string;
  @PrimaryKey({ type: 'integer' })
  position!: number;
  @Property({ type: 'text' })
  orderId!: string;
  @Property({ type: 'text' })
  status!: 'WAITING' | 'DONE' | 'FAILED';
  @Property({ type: 'text', nullable: true })
  code!: string | null;
  @Property({ type: 'text', nullable: true })
  message!: string | null;
}
