import { AddressInput } from '@emporium/graphql/address.type';
import { MoneyInput } from '@emporium/graphql/money.type';
import { ForwardPageArgs } from '@emporium/graphql/paging';
import { ArgsType, Directive, Field, ID, InputType, Int } from 'type-graphql';
import { KEY } from '../order/order.inputs.js';
import { DraftOrderStatus } from './draft-status.js';

@Directive('@tag(name: "admin")')
@InputType('DraftOrderLineInput', { description: 'What a draft has of one variant.' })
export class DraftOrderLineInput {
  @Field(() => ID, { description: 'The variant.' })
  variantId!: string;
  @Field(() => Int, { description: 'Units, at least 1.' })
  quantity!: number;
  @Field(() => MoneyInput, {
    nullable: true,
    description:
      'Price of one unit, stated as the shop states prices; no price list changes it, promotions do. Left out, the price of the rules.',
  })
  unitPrice?: MoneyInput | null;
  @Field(() => String, { nullable: true, description: 'Why; needed with a price.' })
  reason?: string | null;
}

@Directive('@tag(name: "admin")')
@InputType('DraftOrderInput', { description: 'A draft: for whom, what, and where it goes.' })
export class DraftOrderInput {
  @Field(() => ID, { nullable: true, description: 'The buyer, when it is a user.' })
  customerId?: string | null;
  @Field(() => String, { nullable: true, description: 'E-mail address of a guest otherwise.' })
  guestEmail?: string | null;
  @Field(() => [DraftOrderLineInput], { description: 'At most 200 lines, each variant once.' })
  lines!: DraftOrderLineInput[];
  @Field(() => AddressInput, { description: 'Where the goods go.' })
  shippingAddress!: AddressInput;
  @Field(() => AddressInput, {
    nullable: true,
    description: 'Where the bill goes; left out, the shipping address.',
  })
  billingAddress?: AddressInput | null;
  @Field(() => ID, {
    nullable: true,
    description: 'A way of delivery; needed when the shop has some for the address.',
  })
  shippingMethodId?: string | null;
  @Field(() => String, { nullable: true, description: 'VAT number of a business.' })
  vatNumber?: string | null;
  @Field(() => [String], { nullable: true, description: 'Codes of promotions, at most 10.' })
  discountCodes?: string[] | null;
  @Field(() => String, {
    nullable: true,
    description: 'A note of staff; the buyer does not see it.',
  })
  note?: string | null;
}

@ArgsType()
export class DraftOrderCreateArgs {
  @Field(() => DraftOrderInput, { description: 'The draft.' })
  input!: DraftOrderInput;
  @Field(() => ID, { description: KEY })
  idempotencyKey!: string;
}

@ArgsType()
export class DraftOrderVersionArgs {
  @Field(() => ID, { description: 'The draft.' })
  id!: string;
  @Field(() => Int, { description: 'The version of the draft that was read.' })
  expectedVersion!: number;
}

@ArgsType()
export class DraftOrderUpdateArgs extends DraftOrderVersionArgs {
  @Field(() => DraftOrderInput, { description: 'The draft as it shall be.' })
  input!: DraftOrderInput;
}

@ArgsType()
export class DraftOrderSendArgs extends DraftOrderVersionArgs {
  @Field(() => MoneyInput, {
    description: 'The total that the draft showed; another one is refused with PriceChangedError.',
  })
  expectedTotal!: MoneyInput;
  @Field(() => ID, { description: KEY })
  idempotencyKey!: string;
}

@Directive('@tag(name: "admin")')
@InputType('DraftOrderWhere', { description: 'Which drafts; all conditions must hold.' })
export class DraftOrderWhere {
  @Field(() => [DraftOrderStatus], { nullable: true, description: 'In one of these statuses.' })
  status?: DraftOrderStatus[] | null;
  @Field(() => ID, { nullable: true, description: 'For this user.' })
  customerId?: string | null;
  @Field(() => String, { nullable: true, description: 'For the guest with exactly this address.' })
  guestEmail?: string | null;
}

@ArgsType()
export class DraftOrdersArgs extends ForwardPageArgs {
  @Field(() => DraftOrderWhere, { nullable: true, description: 'Which drafts; all without it.' })
  where?: DraftOrderWhere | null;
}
