import { MoneyInput } from '@emporium/graphql/money.type';
import { ArgsType, Field, ID } from 'type-graphql';

const KEY =
  'Made by the client for this one action; a repeat with the same key gives the same answer and acts once.';

@ArgsType()
export class PaymentCreateArgs {
  @Field(() => ID, { description: 'The order; the amount is always what is left to pay of it.' })
  orderId!: string;
  @Field(() => String, {
    description:
      'Payment method token of the provider, e.g. `tok_ok` of the test provider; or `bank_transfer` or `pay_on_delivery`, where the shop offers them (see Query.paymentMethods).',
  })
  method!: string;
  @Field(() => ID, { description: KEY })
  idempotencyKey!: string;
}

@ArgsType()
export class PaymentCaptureArgs {
  @Field(() => ID, { description: 'The payment.' })
  paymentId!: string;
  @Field(() => MoneyInput, {
    nullable: true,
    description:
      'How much is taken; without it all that is set aside. Where the provider takes money of a charge only once, always all.',
  })
  amount?: MoneyInput | null;
  @Field(() => ID, { description: KEY })
  idempotencyKey!: string;
}

@ArgsType()
export class PaymentVoidArgs {
  @Field(() => ID, { description: 'The payment.' })
  paymentId!: string;
  @Field(() => ID, { description: KEY })
  idempotencyKey!: string;
}

@ArgsType()
export class PaymentMarkReceivedArgs {
  @Field(() => ID, { description: 'The payment, by bank transfer or on delivery.' })
  paymentId!: string;
  @Field(() => String, {
    nullable: true,
    description: 'Where to find it again, e.g. the reference of the bank statement.',
  })
  reference?: string | null;
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
