import { PostalAddress } from '@emporium/graphql/address.type';
import { assumedListSize } from '@emporium/graphql/list-size';
import { connectionType } from '@emporium/graphql/paging';
import { DateTimeScalar } from '@emporium/graphql/scalars';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { VariantStub } from '../order/order-line.type.js';
import { DraftOrderStatus } from './draft-status.js';
import type { DraftOrderRow } from './draft-order.entity.js';
import type { Draft } from './load-draft.js';

@Directive('@tag(name: "admin")')
@ObjectType('DraftOrderLine', { description: 'What a draft has of one variant.' })
export class DraftOrderLine {
  @Field(() => VariantStub, { nullable: true, description: 'The variant as it is now.' })
  variant!: VariantStub | null;
  @Field(() => Int, { description: 'Units.' })
  quantity!: number;
  @Field(() => Int, {
    nullable: true,
    description: 'Price of one unit that staff gave it, in minor units; null: by the rules.',
  })
  unitPriceMinor!: number | null;
  @Field(() => String, { nullable: true, description: 'Why it has a price of its own.' })
  reason!: string | null;
}

@Directive('@tag(name: "admin")')
@ObjectType('DraftOrder', {
  description: 'An order that staff prepare for a buyer; it holds nothing until it is sent.',
})
export class DraftOrderType {
  /** The stored draft, for fields that read more. */
  row!: DraftOrderRow;
  @Field(() => ID, { description: 'Id of the draft.' })
  id!: string;
  @Field(() => Int, { description: 'Counts the changes; goes into expectedVersion.' })
  version!: number;
  @Field(() => DraftOrderStatus, { description: 'Where it stands.' })
  status!: DraftOrderStatus;
  @Field(() => String, { nullable: true, description: 'E-mail address of a guest.' })
  guestEmail!: string | null;
  @Directive(assumedListSize(10))
  @Field(() => [DraftOrderLine], { description: 'What it has.' })
  lines!: DraftOrderLine[];
  @Field(() => PostalAddress, { description: 'Where the goods go.' })
  shippingAddress!: PostalAddress;
  @Field(() => PostalAddress, {
    nullable: true,
    description: 'Where the bill goes; null: to the shipping address.',
  })
  billingAddress!: PostalAddress | null;
  @Field(() => ID, { nullable: true, description: 'The way of delivery.' })
  shippingMethodId!: string | null;
  @Field(() => String, { nullable: true, description: "VAT number of the buyer's business." })
  vatNumber!: string | null;
  @Directive(assumedListSize(2))
  @Field(() => [String], { description: 'Codes of promotions.' })
  discountCodes!: string[];
  @Field(() => String, { nullable: true, description: 'A note of staff.' })
  note!: string | null;
  @Field(() => String, { description: 'Who made it.' })
  actor!: string;
  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt!: Date;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it ends unless it is sent; null once it is not OPEN.',
  })
  expiresAt!: Date | null;
}

export const { Connection: DraftOrderConnection } = connectionType(
  'DraftOrder',
  () => DraftOrderType,
  { directives: ['@tag(name: "admin")'] },
);

/** The GraphQL face of a stored draft. */
export function draftOrderType({ draft, status }: Draft): DraftOrderType {
  const { lines, expiresAt, orderId: _order, userId: _user, status: _stored, ...fields } = draft;
  return Object.assign(new DraftOrderType(), {
    ...fields,
    row: draft,
    status,
    expiresAt: status === DraftOrderStatus.OPEN ? expiresAt : null,
    lines: lines.map(({ variantId, quantity, unitPrice, reason }) => ({
      variant: { id: variantId },
      quantity,
      unitPriceMinor: unitPrice,
      reason,
    })),
  });
}
