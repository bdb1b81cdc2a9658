import { MoneyType } from '@emporium/graphql/money.type';
import {
  IdempotencyKeyReusedError,
  InsufficientStockError,
  InvalidInputError,
  NotFoundError,
  UserError,
  userError,
  userErrorUnion,
  VersionConflictError,
} from '@emporium/graphql/user-errors';
import { Field, Int, ObjectType } from 'type-graphql';
import { ReturnStatus, returnTransitions } from '../return/return.entity.js';
import { OrderStatus, transitions } from './order-status.js';

@ObjectType('PriceChangedError', {
  implements: UserError,
  description: 'The total is another one by now: show it and place the order again.',
})
export class PriceChangedError extends UserError {
  @Field(() => MoneyType, { description: 'The total that was expected.' })
  expected!: MoneyType;
  @Field(() => MoneyType, { description: 'The total now.' })
  actual!: MoneyType;
}

@ObjectType('CartEmptyError', {
  implements: UserError,
  description: 'There is nothing in the cart.',
})
export class CartEmptyError extends UserError {}

@ObjectType('EmailNotVerifiedError', {
  implements: UserError,
  description:
    'The e-mail address of the account is not verified: open the link that was mailed there, or ask for a new one with userVerificationRequest.',
})
export class EmailNotVerifiedError extends UserError {}

@ObjectType('TooManyUnpaidOrdersError', {
  implements: UserError,
  description:
    'Too many units are held in unpaid orders: pay or cancel one first, or wait until they expire.',
})
export class TooManyUnpaidOrdersError extends UserError {
  @Field(() => Int, { description: 'Unpaid orders that are open.' })
  openOrders!: number;
}

@ObjectType('AmountTooSmallError', {
  implements: UserError,
  description: 'So little cannot be paid. An order of 0 needs no payment.',
})
export class AmountTooSmallError extends UserError {
  @Field(() => MoneyType, { description: 'The least that can be paid.' })
  minimum!: MoneyType;
  @Field(() => MoneyType, { description: 'What the order would cost.' })
  actual!: MoneyType;
}

@ObjectType('DiscountUnavailableError', {
  implements: UserError,
  description: 'A discount code was used as often as it may be, by all or by this buyer.',
})
export class DiscountUnavailableError extends UserError {
  @Field(() => String, { description: 'The code.' })
  discountCode!: string;
}

@ObjectType('InvalidTransitionError', {
  implements: UserError,
  description: 'An order in this status cannot go there.',
})
export class InvalidTransitionError extends UserError {
  @Field(() => OrderStatus, { description: 'The status the order has.' })
  from!: OrderStatus;
  @Field(() => OrderStatus, { description: 'The status that was asked for.' })
  to!: OrderStatus;
  @Field(() => [OrderStatus], { description: 'The statuses that may follow.' })
  allowed!: OrderStatus[];
}

@ObjectType('InvalidReturnTransitionError', {
  implements: UserError,
  description: 'A return in this status cannot go there.',
})
export class InvalidReturnTransitionError extends UserError {
  @Field(() => ReturnStatus, { description: 'The status the return has.' })
  from!: ReturnStatus;
  @Field(() => ReturnStatus, { description: 'The status that was asked for.' })
  to!: ReturnStatus;
  @Field(() => [ReturnStatus], { description: 'The statuses that may follow.' })
  allowed!: ReturnStatus[];
}

/** Every expected failure of orders. */
export const OrderError = userErrorUnion(
  'OrderError',
  [
    InvalidInputError,
    NotFoundError,
    InsufficientStockError,
    PriceChangedError,
    CartEmptyError,
    EmailNotVerifiedError,
    TooManyUnpaidOrdersError,
    AmountTooSmallError,
    DiscountUnavailableError,
    InvalidTransitionError,
    InvalidReturnTransitionError,
    VersionConflictError,
    IdempotencyKeyReusedError,
  ],
  'Expected failures of order mutations.',
);

/** Says that an order in status `from` cannot go to `to`. */
export function invalidTransition(
  from: OrderStatus,
  to: OrderStatus,
  allowed: readonly OrderStatus[] = transitions[from],
): InvalidTransitionError {
  return userError(InvalidTransitionError, {
    message:
      to === OrderStatus.CANCELLED && from === OrderStatus.PROCESSING
        ? 'Some units of this order are on their way: ask for the others to be cancelled, and send back what arrives.'
        : `An order that is ${from} cannot become ${to}.`,
    path: ['to'],
    from,
    to,
    allowed: [...allowed],
  });
}

/** Says that a return in status `from` cannot go to `to`. */
export function invalidReturnTransition(
  from: ReturnStatus,
  to: ReturnStatus,
): InvalidReturnTransitionError {
  const allowed = [...returnTransitions[from]];
  return userError(InvalidReturnTransitionError, {
    message: `A return that is ${from} cannot become ${to}${allowed.length > 0 ? `, only ${allowed.join(' or ')}` : ': it is over'}.`,
    path: ['id'],
    from,
    to,
    allowed,
  });
}

/** Says that there is no such order for this caller, whether it exists or not. */
export const orderNotFound = (path = ['id']): NotFoundError =>
  userError(NotFoundError, { message: 'There is no such order.', path });

/** Says that an account has to verify its address first. */
export const emailNotVerified = (what: string): EmailNotVerifiedError =>
  userError(EmailNotVerifiedError, {
    message: `Verify your e-mail address ${what}: open the link that was mailed to you, or ask for a new one.`,
  });
