import { assumedListSize } from '@emporium/graphql/list-size';
import { Node } from '@emporium/graphql/node.type';
import { DateTimeScalar } from '@emporium/graphql/scalars';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
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
@ObjectType('OrderBulkJob', {
  implements: Node,
  description: 'A change of the status of many orders.',
})
export class OrderBulkJob extends Node {
  @Field(() => OrderStatus, { description: 'The status that the orders shall have.' })
  to!: OrderStatus;
  @Field(() => Int, { description: 'Orders that it is about.' })
  orderCount!: number;
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
