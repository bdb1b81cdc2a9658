import {
  IdempotencyKeyReusedError,
  InvalidInputError,
  notFound,
  NotFoundError,
  UserError,
  userError,
  userErrorUnion,
} from '@emporium/graphql/user-errors';
import { GiftCardNotUsableError } from '../gift-card/gift-card.errors.js';
import { Field, ObjectType } from 'type-graphql';

@ObjectType('PaymentDeclinedError', {
  implements: UserError,
  description: 'The payment was declined; nothing was charged.',
})
export class PaymentDeclinedError extends UserError {
  @Field(() => Boolean, {
    description: 'Whether the same method may work with a new idempotencyKey.',
  })
  retryable!: boolean;
}

@ObjectType('PaymentNotAllowedError', {
  implements: UserError,
  description: 'The order cannot be paid, or the payment not refunded, as it stands.',
})
export class PaymentNotAllowedError extends UserError {}

/** Every expected failure of payments. */
export const PaymentError = userErrorUnion(
  'PaymentError',
  [
    InvalidInputError,
    NotFoundError,
    PaymentDeclinedError,
    PaymentNotAllowedError,
    GiftCardNotUsableError,
    IdempotencyKeyReusedError,
  ],
  'Expected failures of payment mutations.',
);

/** Says why the order cannot be paid or the payment not refunded. */
export const notAllowed = (message: string, path: string[]) =>
  userError(PaymentNotAllowedError, { message, path });

/** Says that the order is not there, or is somebody else's. */
export const orderNotFound = () => notFound('There is no such order.', ['orderId']);

/** Says that what is left to pay is too little for a card. */
export const belowMinimum = (minor: number) =>
  notAllowed(`A card is charged at least ${minor} minor units: pay this in another way.`, [
    'orderId',
  ]);

/** Says that the provider declined; `unavailable` is no fault of the method. */
export const declined = (failureCode: string | null) =>
  userError(PaymentDeclinedError, {
    message:
      failureCode === PROVIDER_UNAVAILABLE
        ? 'The payment provider did not answer. Nothing was charged; try again.'
        : 'The payment was declined. Nothing was charged.',
    path: ['method'],
    retryable: failureCode === PROVIDER_UNAVAILABLE,
  });

/** failureCode of an attempt that was given up because the provider never took it. */
export const PROVIDER_UNAVAILABLE = 'provider_unavailable';
