import { money, MoneyType } from '@emporium/graphql/money.type';
import { Node } from '@emporium/graphql/node.type';
import { connectionType } from '@emporium/graphql/paging';
import { DateTimeScalar } from '@emporium/graphql/scalars';
import { Directive, Field, Int, ObjectType } from 'type-graphql';
import type { GiftCardRow } from './gift-card.entity.js';

@Directive('@key(fields: "id")')
@Directive('@tag(name: "id-gft")')
@ObjectType('GiftCard', {
  implements: Node,
  description: 'Money on a card of the shop, for staff.',
})
export class GiftCardType extends Node {
  @Field(() => String, { description: 'The last four signs of its code.' })
  last4!: string;
  @Field(() => MoneyType, { description: 'What it was issued with.' })
  initialAmount!: MoneyType;
  @Field(() => MoneyType, { description: 'What is left on it.' })
  balance!: MoneyType;
  @Field(() => Boolean, { description: 'Whether staff have closed it.' })
  isDisabled!: boolean;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Until when it pays.' })
  expiresAt!: Date | null;
  @Field(() => String, { nullable: true, description: 'Why, or for whom.' })
  note!: string | null;
  @Field(() => Int, { description: 'Goes up with each change by staff.' })
  version!: number;
  @Field(() => DateTimeScalar, { description: 'When it was issued.' })
  createdAt!: Date;
}

export const { Connection: GiftCardConnection } = connectionType('GiftCard', () => GiftCardType);

@ObjectType('GiftCardBalance', { description: 'What its holder may know of a gift card.' })
export class GiftCardBalanceType {
  @Field(() => String, { description: 'The last four signs of its code.' })
  last4!: string;
  @Field(() => MoneyType, { description: 'What is left on it.' })
  balance!: MoneyType;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Until when it pays.' })
  expiresAt!: Date | null;
}

/** The GraphQL face of a stored gift card. */
export function giftCardType(row: GiftCardRow): GiftCardType {
  const { id, last4, disabled, expiresAt, note, version, createdAt, currency } = row;
  return Object.assign(new GiftCardType(), {
    id,
    last4,
    expiresAt,
    note,
    version,
    createdAt,
    isDisabled: disabled,
    initialAmount: money(row.initialAmount, currency),
    balance: money(row.balance, currency),
  });
}
