import { assumedListSize } from '@emporium/graphql/list-size';
import { DateTimeScalar } from '@emporium/graphql/scalars';
import { BigIntType, OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

/** @public Every member is part of the schema. */
export enum ReturnStatus {
  REQUESTED = 'REQUESTED',
  APPROVED = 'APPROVED',
  DECLINED = 'DECLINED',
  RECEIVED = 'RECEIVED',
  CLOSED = 'CLOSED',
}
registerEnumType(ReturnStatus, {
  name: 'ReturnStatus',
  description: 'Where a return stands.',
  valuesConfig: {
    REQUESTED: { description: 'Asked for by the buyer.' },
    APPROVED: { description: 'The goods may be sent back.' },
    DECLINED: { description: 'Refused.' },
    RECEIVED: { description: 'The goods are back.' },
    CLOSED: { description: 'Settled.' },
  },
});

/** From each status the ones that may follow. */
export const returnTransitions: Record<ReturnStatus, readonly ReturnStatus[]> = {
  REQUESTED: [ReturnStatus.APPROVED, ReturnStatus.DECLINED],
  APPROVED: [ReturnStatus.RECEIVED, ReturnStatus.CLOSED],
  DECLINED: [],
  RECEIVED: [ReturnStatus.CLOSED],
  CLOSED: [],
};

@ObjectType('ReturnLine', { description: 'Units of an order line that go back.' })
@Entity({ tableName: 'return_line' })
export class ReturnLine {
  [OptionalProps]?:
    'restocked' | 'receivedQuantity' | 'restockedQuantity' | 'refundedQuantity' | 'refunded';

  @PrimaryKey({ type: 'text' })
  returnId!: string;
  @Field(() => ID, { description: 'The order line.' })
  @PrimaryKey({ type: 'text' })
  orderLineId!: string;
  @Field(() => Int, { description: 'Units.' })
  @Property({ type: 'integer' })
  quantity!: number;
  @Field(() => Boolean, { description: 'Whether the units are in stock again.' })
  @Property({ type: 'boolean' })
  restocked!: boolean;
  @Field(() => Int, { description: 'Units that have come back.' })
  @Property({ type: 'integer' })
  receivedQuantity!: number;
  @Field(() => Int, { description: 'Of them, units that are in stock again.' })
  @Property({ type: 'integer' })
  restockedQuantity!: number;
  @Field(() => Int, { description: 'Of them, units whose money was settled.' })
  @Property({ type: 'integer' })
  refundedQuantity!: number;
  /** What went back for them, in minor units. */
  @Property({ type: new BigIntType('number') })
  refunded!: number;
}

@Directive('@key(fields: "id")')
@ObjectType('Return', { description: 'Goods of an order that go back.' })
@Entity({ tableName: 'return_request' })
export class Return {
  [OptionalProps]?: 'status' | 'version' | 'createdAt';

  @Field(() => ID, { description: 'Id of the return.' })
  @PrimaryKey({ type: 'text' })
  id!: string;
  @Property({ type: 'text' })
  orderId!: string;
  @Field(() => ReturnStatus, { description: 'Where the return stands.' })
  @Property({ type: 'text' })
  status!: ReturnStatus;
  @Field(() => String, { description: 'Why, in the words of the buyer.' })
  @Property({ type: 'text' })
  reason!: string;
  @Field(() => Int, { description: 'Counts the changes; goes into expectedVersion.' })
  @Property({ type: 'integer' })
  version!: number;
  @Field(() => String, { nullable: true, description: 'Why it was declined.' })
  @Property({ type: 'text', nullable: true })
  declineReason!: string | null;
  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  @Property({ type: 'timestamptz' })
  createdAt!: Date;
  @Directive(assumedListSize(5))
  @Field(() => [ReturnLine], { description: 'What goes back.' })
  readonly lines!: readonly ReturnLine[];
}
