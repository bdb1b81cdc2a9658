import {
  IdempotencyKeyReusedError,
  InvalidInputError,
  NotFoundError,
  UserError,
  userError,
  userErrorUnion,
  VersionConflictError,
} from '@emporium/graphql/user-errors';
import { ObjectType } from 'type-graphql';

@ObjectType('GiftCardNotUsableError', {
  implements: UserError,
  description: 'No gift card of this code can pay, or not so much.',
})
export class GiftCardNotUsableError extends UserError {}

/** Every expected failure of the mutations of gift cards. */
export const GiftCardError = userErrorUnion(
  'GiftCardError',
  [InvalidInputError, NotFoundError, VersionConflictError, IdempotencyKeyReusedError],
  'Expected failures of the mutations of gift cards.',
);

/** Says why a gift card cannot pay. */
export const giftCardNotUsable = (message: string) =>
  userError(GiftCardNotUsableError, { message, path: ['code'] });
