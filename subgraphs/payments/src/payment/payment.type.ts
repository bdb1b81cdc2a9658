import { money, MoneyType } from '@emporium/graphql/money.type';
import { Node } from '@emporium/graphql/node.type';
import { DateTimeScalar } from '@emporium/graphql/scalars';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import type { PaymentRow } from './payment.entity.js';
import { PaymentStatus } from './payment-status.js';

@Directive('@key(fields: "id")')
@Directive('@tag(name: "id-pay")')
@ObjectType('Payment', { implements: Node, description: 'An attempt to pay an order.' })
export class PaymentType extends Node {
  @Field(() => PaymentStatus, { description: 'Where the payment stands.' })
  status!: PaymentStatus;
  @Field(() => MoneyType, { description: 'What is charged.' })
  amount!: MoneyType;
  @Field(() => MoneyType, { description: 'What went back.' })
  refunded!: MoneyType;
  @Field(() => String, { description: 'Payment provider, e.g. `test`.' })
  provider!: string;
  @Directive('@requiresScopes(scopes: [["read:payment"]])')
  @Directive('@tag(name: "admin")')
  @Field(() => String, { nullable: true, description: "The provider's own id of the charge." })
  providerRef!: string | null;
  @Field(() => String, { nullable: true, description: 'Why it failed, as the provider says.' })
  failureCode!: string | null;
  @Field(() => DateTimeScalar, { description: 'When the attempt was made.' })
  createdAt!: Date;
}

@Directive('@key(fields: "id")')
@ObjectType('Order', { description: 'An order; payments adds what was paid.' })
export class OrderStub {
  @Field(() => ID, { description: 'Id of the order.' })
  id!: string;
  @Directive('@external')
  @Field(() => MoneyType, { description: 'What the buyer pays.' })
  total!: MoneyType;
}

/** The GraphQL face of a stored payment. */
export function paymentType(row: PaymentRow): PaymentType {
  const { id, status, provider, providerRef, failureCode, createdAt, currency } = row;
  const amounts = { amount: money(row.amount, currency), refunded: money(row.refunded, currency) };
  return Object.assign(new PaymentType(), {
    id,
    status,
    provider,
    providerRef,
    failureCode,
    createdAt,
    ...amounts,
  });
}
