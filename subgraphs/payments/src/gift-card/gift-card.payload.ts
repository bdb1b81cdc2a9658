import type { UserError } from '@emporium/graphql/user-errors';
import { Field, ObjectType } from 'type-graphql';
import { GiftCardError } from './gift-card.errors.js';
import { GiftCardType } from './gift-card.type.js';

@ObjectType('GiftCardPayload', { description: 'Answer of the mutations of gift cards.' })
export class GiftCardPayload {
  @Field(() => GiftCardType, { nullable: true, description: 'The card.' })
  giftCard?: GiftCardType | null;
  @Field(() => String, {
    nullable: true,
    description:
      'With giftCardIssue: the code, this one time. A repeat of the call does not tell it again.',
  })
  code?: string | null;
  @Field(() => [GiftCardError], { description: 'Expected failures.' })
  userErrors!: UserError[];
}
