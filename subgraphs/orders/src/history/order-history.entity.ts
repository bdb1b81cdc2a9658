import { OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** One step in the life of an order; `seq` counts from 1 without gaps. */
@Entity({ tableName: 'order_history' })
export class OrderHistoryRow {
  [OptionalProps]?: 'at';

  @PrimaryKey({ type: 'text' })
  orderId!: string;
  @PrimaryKey({ type: 'integer' })
  seq!: number;
  @Property({ type: 'timestamptz' })
  at!: Date;
  @Property({ type: 'text' })
  type!: string;
  @Property({ type: 'text', nullable: true })
  fromStatus!: string | null;
  @Property({ type: 'text', nullable: true })
  toStatus!: string | null;
  /** `user:<id>`, `staff:<id>`, `guest` or `system`. */
  @Property({ type: 'text' })
  actor!: string;
  @Property({ type: 'text', nullable: true })
  note!: string | null;
}
