import { assumedListSize } from '@emporium/graphql/list-size';
import { MoneyType } from '@emporium/graphql/money.type';
import { DateTimeScalar } from '@emporium/graphql/scalars';
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

/** @public Every member is part of the schema. */
export enum OrderRefundReason {
  LINES_CANCELLED = 'LINES_CANCELLED',
  RETURNED = 'RETURNED',
  EDITED = 'EDITED',
  OVERPAID = 'OVERPAID',
}
registerEnumType(OrderRefundReason, {
  name: 'OrderRefundReason',
  description: 'What money goes back for. New values may come.',
  valuesConfig: {
    LINES_CANCELLED: { description: 'Units that were paid and are not sent.' },
    RETURNED: { description: 'Units that came back.' },
    EDITED: { description: 'Staff changed the order, and it costs less than what was paid.' },
    OVERPAID: { description: 'A payment came while a change made the order cheaper.' },
  },
});

@ObjectType('OrderRefundLine', { description: 'What of a refund is for which line.' })
export class OrderRefundLine {
  @Field(() => ID, { description: 'The order line.' })
  orderLineId!: string;
  @Field(() => Int, { description: 'Units that it settles; 0 for money alone.' })
  quantity!: number;
  @Field(() => MoneyType, { description: 'What goes back for them.' })
  amount!: MoneyType;
}

@ObjectType('OrderRefund', {
  description:
    'Money of an order that goes back for some of its lines; Order.payments shows when it did. An order that was cancelled as a whole has none: all of its money goes back.',
})
export class OrderRefund {
  @Field(() => ID, { description: 'Id of the refund.' })
  id!: string;
  @Field(() => OrderRefundReason, { description: 'What it is for.' })
  reason!: OrderRefundReason;
  @Field(() => ID, { nullable: true, description: 'The return that it is for.' })
  returnId!: string | null;
  @Field(() => MoneyType, { description: 'All of it.' })
  amount!: MoneyType;
  @Field(() => MoneyType, { description: 'Of it, for shipping.' })
  shipping!: MoneyType;
  @Field(() => DateTimeScalar, { description: 'When it was decided.' })
  createdAt!: Date;
  @Directive(assumedListSize(3))
  @Field(() => [OrderRefundLine], { description: 'What is for which line.' })
  lines!: OrderRefundLine[];
}
