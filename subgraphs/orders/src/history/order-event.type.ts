import { connectionType } from '@emporium/graphql/paging';
import { DateTimeScalar } from '@emporium/graphql/scalars';
import { Field, ObjectType } from 'type-graphql';
import { OrderStatus } from '../order/order-status.js';

@ObjectType('OrderEvent', { description: "A step in an order's life." })
export class OrderEvent {
  @Field(() => DateTimeScalar, { description: 'When.' })
  at!: Date;
  @Field(() => String, { description: 'What happened, e.g. PLACED, PAID, EXPIRED, CANCELLED.' })
  type!: string;
  @Field(() => OrderStatus, { nullable: true, description: 'Status before.' })
  from!: OrderStatus | null;
  @Field(() => OrderStatus, { nullable: true, description: 'Status after.' })
  to!: OrderStatus | null;
  @Field(() => String, {
    nullable: true,
    description: '`user`, `guest`, `staff` or `system`; staff see which person.',
  })
  actor!: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Remark, e.g. the reason of a cancellation.',
  })
  note!: string | null;
}

export const { Connection: OrderEventConnection } = connectionType('OrderEvent', () => OrderEvent);
