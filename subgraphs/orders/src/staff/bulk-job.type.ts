import { assumedListSize } from '@emporium/graphql/list-size';
import { DateTimeScalar } from '@emporium/graphql/scalars';
import type { UserError } from '@emporium/graphql/user-errors';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { OrderError } from '../order/order.errors.js';
import { OrderStatus } from '../order/order-status.js';

@Directive('@tag(name: "admin")')
@ObjectType('OrderBulkFailure', { description: 'An order that a bulk change did not change.' })
export class OrderBulkFailure {
  @Field(() => ID, { description: 'The order.' })
  orderId!: string;
  @Field(() => String, { description: 'Code of the error, as orderTransition has it.' })
  code!: string;
  @Field(() => String, { description: 'What was wrong.' })
  message!: string;
}

@Directive('@tag(name: "admin")')
@ObjectType('OrderBulkJob', { description: 'A change of the status of many orders.' })
export class OrderBulkJob {
  @Field(() => ID, { description: 'Id of the job.' })
  id!: string;
  @Field(() => OrderStatus, { description: 'The status that the orders shall have.' })
  to!: OrderStatus;
  @Field(() => Int, { description: 'Orders that it is about.' })
  total!: number;
  @Field(() => Int, { description: 'Orders that have the status now.' })
  doneCount!: number;
  @Field(() => Boolean, { description: 'True when each order is done or has failed.' })
  isFinished!: boolean;
  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  createdAt!: Date;
  @Directive(assumedListSize(10))
  @Field(() => [OrderBulkFailure], { description: 'Orders that failed, each with its reason.' })
  failures!: OrderBulkFailure[];
}

@Directive('@tag(name: "admin")')
@ObjectType('OrderBulkPayload', { description: 'Answer of orderBulkTransition.' })
export class OrderBulkPayload {
  @Field(() => OrderBulkJob, {
    nullable: true,
    description: 'The job; orderBulkJob tells how far it is. Null when the mutation failed.',
  })
  job?: OrderBulkJob | null;
  @Field(() => [OrderError], { description: 'Expected failures.' })
  userErrors!: UserError[];
}
