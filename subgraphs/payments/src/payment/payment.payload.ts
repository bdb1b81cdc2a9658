import type { UserError } from '@emporium/graphql/user-errors';
import { Field, ObjectType } from 'type-graphql';
import { PaymentError } from './payment.errors.js';
import { PaymentType } from './payment.type.js';

@ObjectType('PaymentPayload', { description: 'Answer of the payment mutations.' })
export class PaymentPayload {
  @Field(() => PaymentType, { nullable: true, description: 'The payment, also when it failed.' })
  payment?: PaymentType | null;
  @Field(() => String, {
    nullable: true,
    description: "With REQUIRES_ACTION: what the buyer's browser needs for the extra step.",
  })
  clientSecret?: string | null;
  @Field(() => [PaymentError], { description: 'Expected failures.' })
  userErrors!: UserError[];
}
