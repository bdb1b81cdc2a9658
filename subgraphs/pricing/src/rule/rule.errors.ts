import {
  IdempotencyKeyReusedError,
  InvalidInputError,
  NotFoundError,
  userError,
  UserError,
  userErrorUnion,
  VersionConflictError,
} from '@emporium/graphql/user-errors';
import { Field, ObjectType } from 'type-graphql';

@ObjectType('CodeTakenError', {
  implements: UserError,
  description: 'There is such a discount code already.',
})
export class CodeTakenError extends UserError {
  @Field(() => String, { description: 'The code as it is compared.' })
  discountCode!: string;
}

/** Says that a code is there already. */
export const codeTaken = (discountCode: string) =>
  userError(CodeTakenError, {
    message: `There is a code ${discountCode}, or one that is read like it (O as 0, I and L as 1): choose another one.`,
    path: ['input', 'code'],
    discountCode,
  });

export const PricingError = userErrorUnion(
  'PricingError',
  [
    InvalidInputError,
    NotFoundError,
    VersionConflictError,
    IdempotencyKeyReusedError,
    CodeTakenError,
  ],
  'What can go wrong with rules of commerce.',
);
