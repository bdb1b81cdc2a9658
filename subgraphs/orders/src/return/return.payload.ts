import { connectionType } from '@emporium/graphql/paging';
import type { UserError } from '@emporium/graphql/user-errors';
import { Directive, Field, ObjectType } from 'type-graphql';
import { OrderError } from '../order/order.errors.js';
import { OrderType } from '../order/order.type.js';
import { Return } from './return.entity.js';

@Directive('@tag(name: "admin")')
@ObjectType('ReturnPayload', { description: 'Answer of the mutations of returns.' })
export class ReturnPayload {
  @Field(() => Return, {
    nullable: true,
    description: 'The return; null when the mutation failed.',
  })
  return?: Return | null;
  @Field(() => OrderType, {
    nullable: true,
    description: 'Its order as it is now; null when the mutation failed.',
  })
  order?: OrderType | null;
  @Field(() => [OrderError], { description: 'Expected failures.' })
  userErrors!: UserError[];
}

export const { Connection: ReturnConnection } = connectionType('Return', () => Return, {
  directives: ['@tag(name: "admin")'],
});
