import { MoneyInput } from '@emporium/graphql/money.type';
import { ForwardPageArgs } from '@emporium/graphql/paging';
import { ArgsType, Directive, Field, ID, InputType, Int } from 'type-graphql';
import { KEY } from '../order/order.inputs.js';
import { ReturnCondition } from './return-condition.js';
import { ReturnStatus } from './return.entity.js';

@ArgsType()
export class ReturnVersionArgs {
  @Field(() => ID, { description: 'The return.' })
  id!: string;
  @Field(() => Int, { description: 'The version of the return that was read.' })
  expectedVersion!: number;
}

@ArgsType()
export class ReturnDeclineArgs extends ReturnVersionArgs {
  @Field(() => String, { description: 'Why; the buyer reads it.' })
  reason!: string;
}

@Directive('@tag(name: "admin")')
@InputType('ReturnReceivedLineInput', { description: 'Units of an order line that came back.' })
export class ReturnReceivedLineInput {
  @Field(() => ID, { description: 'The order line.' })
  orderLineId!: string;
  @Field(() => Int, { description: 'Units, at least 1.' })
  quantity!: number;
  @Field(() => ReturnCondition, { description: 'In which condition they are.' })
  condition!: ReturnCondition;
}

@ArgsType()
export class ReturnReceiveArgs {
  @Field(() => ID, { description: 'The return.' })
  id!: string;
  @Field(() => [ReturnReceivedLineInput], {
    nullable: true,
    description: 'What came back; left out, all that is awaited, in good condition.',
  })
  lines?: ReturnReceivedLineInput[] | null;
  @Field(() => ID, { description: KEY })
  idempotencyKey!: string;
}

@Directive('@tag(name: "admin")')
@InputType('ReturnRefundLineInput', { description: 'What goes back for an order line.' })
export class ReturnRefundLineInput {
  @Field(() => ID, { description: 'The order line.' })
  orderLineId!: string;
  @Field(() => MoneyInput, { description: 'At most what is left of the line.' })
  amount!: MoneyInput;
}

@ArgsType()
export class ReturnRefundArgs {
  @Field(() => ID, { description: 'The return.' })
  id!: string;
  @Field(() => [ReturnRefundLineInput], {
    nullable: true,
    description:
      'What goes back for which line; left out, the share of all units that came back and were not refunded.',
  })
  lines?: ReturnRefundLineInput[] | null;
  @Field(() => MoneyInput, {
    nullable: true,
    description: 'What of the shipping goes back; left out, nothing.',
  })
  shipping?: MoneyInput | null;
  @Field(() => ID, { description: KEY })
  idempotencyKey!: string;
}

@Directive('@tag(name: "admin")')
@InputType('ReturnWhere', { description: 'Which returns; all conditions must hold.' })
export class ReturnWhere {
  @Field(() => [ReturnStatus], { nullable: true, description: 'In one of these statuses.' })
  status?: ReturnStatus[] | null;
  @Field(() => ID, { nullable: true, description: 'Of this order.' })
  orderId?: string | null;
  @Field(() => ID, { nullable: true, description: 'Of orders of this user.' })
  customerId?: string | null;
}

@ArgsType()
export class ReturnsArgs extends ForwardPageArgs {
  @Field(() => ReturnWhere, { nullable: true, description: 'Which returns; all without it.' })
  where?: ReturnWhere | null;
}
