import { MoneyInput } from '@emporium/graphql/money.type';
import { ArgsType, Field, ID } from 'type-graphql';

const KEY =
  'Made by the client for this one action; a repeat with the same key gives the same answer and acts once.';

@ArgsType()
export class PaymentCreateArgs {
  @Field(() => ID, { description: 'The order; the amount is always its total.' })
  orderId!: string;
  @Field(() => String, {
    description: 'Payment method token of the provider, e.g. `tok_ok` of the test provider.',
  })
  method!: string;
  @Field(() => ID, { description: KEY })
  idempotencyKey!: string;
}

@ArgsType()
export class PaymentRefundArgs {
  @Field(() => ID, { description: 'The payment.' })
  paymentId!: string;
  @Field(() => MoneyInput, { description: 'How much goes back.' })
  amount!: MoneyInput;
  @Field(() => String, { nullable: true, description: 'Why.' })
  reason?: string | null;
  @Field(() => ID, { description: KEY })
  idempotencyKey!: string;
}
