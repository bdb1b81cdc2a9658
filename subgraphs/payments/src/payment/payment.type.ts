import { money, MoneyType } from '@emporium/graphql/money.type';
import { Node } from '@emporium/graphql/node.type';
import { DateTimeScalar } from '@emporium/graphql/scalars';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import type { PaymentRow } from './payment.entity.js';
import { PaymentStatus } from './payment-status.js';

export enum PaymentDisputeStatus {
  OPEN = 'OPEN',
  WON = 'WON',
  LOST = 'LOST',
}
registerEnumType(PaymentDisputeStatus, {
  name: 'PaymentDisputeStatus',
  description: 'How far a dispute about a charge has come.',
  valuesConfig: {
    OPEN: { description: 'The bank has not decided.' },
    WON: { description: 'The shop keeps the money.' },
    LOST: { description: 'The bank took the money back.' },
  },
});

@Directive('@key(fields: "id")')
@Directive('@tag(name: "id-pay")')
@ObjectType('Payment', { implements: Node, description: 'An attempt to pay an order.' })
export class PaymentType extends Node {
  @Field(() => PaymentStatus, { description: 'Where the payment stands.' })
  status!: PaymentStatus;
  @Field(() => MoneyType, { description: 'What is charged.' })
  amount!: MoneyType;
  @Field(() => MoneyType, { description: 'What of it is ours; the rest is only set aside.' })
  captured!: MoneyType;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'With AUTHORIZED: when what is set aside becomes free, if it does.',
  })
  authorizationExpiresAt!: Date | null;
  @Directive('@requiresScopes(scopes: [["read:payment"]])')
  @Directive('@tag(name: "admin")')
  @Field(() => PaymentDisputeStatus, {
    nullable: true,
    description: 'Whether the bank of the buyer called the charge into question.',
  })
  disputeStatus!: PaymentDisputeStatus | null;
  @Field(() => MoneyType, { description: 'What went back.' })
  refunded!: MoneyType;
  @Field(() => String, {
    description: 'Payment provider, e.g. `test`; `gift_card`, `bank_transfer`, `pay_on_delivery`.',
  })
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
  @Field(() => MoneyType, { description: 'What all payments of the order come to.' })
  payable!: MoneyType;
}

/** The GraphQL face of a stored payment. */
export function paymentType(row: PaymentRow): PaymentType {
  const { id, status, provider, providerRef, failureCode, createdAt, currency } = row;
  const { authorizationExpiresAt, disputeStatus } = row;
  const amounts = {
    amount: money(row.amount, currency),
    captured: money(row.captured, currency),
    refunded: money(row.refunded, currency),
  };
  return Object.assign(new PaymentType(), {
    id,
    status,
    provider,
    providerRef,
    failureCode,
    createdAt,
    authorizationExpiresAt,
    disputeStatus,
    ...amounts,
  });
}
