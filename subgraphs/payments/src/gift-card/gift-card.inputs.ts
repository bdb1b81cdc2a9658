import { MoneyInput } from '@emporium/graphql/money.type';
import { ForwardPageArgs } from '@emporium/graphql/paging';
import { DateTimeScalar } from '@emporium/graphql/scalars';
import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';

const KEY =
  'Made by the client for this one action; a repeat with the same key gives the same answer and acts once.';

@InputType('GiftCardIssueInput', { description: 'A new gift card.' })
export class GiftCardIssueInput {
  @Field(() => MoneyInput, { description: 'What is on it.' })
  amount!: MoneyInput;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Until when it pays; without it for ever.',
  })
  expiresAt?: Date | null;
  @Field(() => String, { nullable: true, description: 'For staff: why, or for whom.' })
  note?: string | null;
}

@ArgsType()
export class GiftCardIssueArgs {
  @Field(() => GiftCardIssueInput, { description: 'The card.' })
  input!: GiftCardIssueInput;
  @Field(() => ID, { description: KEY })
  idempotencyKey!: string;
}

@ArgsType()
export class GiftCardDisableArgs {
  @Field(() => ID, { description: 'The card.' })
  id!: string;
  @Field(() => Int, { description: 'Version that was read.' })
  expectedVersion!: number;
}

@ArgsType()
export class GiftCardRedeemArgs {
  @Field(() => ID, { description: 'The order.' })
  orderId!: string;
  @Field(() => String, {
    description: 'Code of the card; spaces, dashes and small letters do not matter.',
  })
  code!: string;
  @Field(() => MoneyInput, {
    nullable: true,
    description: 'How much the card pays; without it as much as it can.',
  })
  amount?: MoneyInput | null;
  @Field(() => ID, { description: KEY })
  idempotencyKey!: string;
}

@ArgsType()
export class GiftCardsArgs extends ForwardPageArgs {}
