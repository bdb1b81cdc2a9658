import type { UserError } from '@emporium/graphql/user-errors';
import { Directive, Field, ObjectType } from 'type-graphql';
import { OrderError } from '../order/order.errors.js';
import { OrderBulkJob } from './bulk-job.type.js';

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
