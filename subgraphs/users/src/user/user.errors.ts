import { DateTimeScalar } from '@emporium/graphql/scalars';
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

@ObjectType('InvalidCredentialsError', {
  implements: UserError,
  description: 'E-mail address or password is wrong.',
})
export class InvalidCredentialsError extends UserError {}

@ObjectType('AccountLockedError', {
  implements: UserError,
  description: 'Too many failed attempts from here: this device has to wait.',
})
export class AccountLockedError extends UserError {
  @Field(() => DateTimeScalar, { description: 'When the next attempt is allowed.' })
  retryAt!: Date;
}

@ObjectType('EmailTakenError', {
  implements: UserError,
  description: 'There is an account with this e-mail address already.',
})
export class EmailTakenError extends UserError {}

@ObjectType('LastAdminError', {
  implements: UserError,
  description: 'The shop would be left without an active administrator.',
})
export class LastAdminError extends UserError {}

export const AuthError = userErrorUnion(
  'AuthError',
  [
    InvalidInputError,
    InvalidCredentialsError,
    AccountLockedError,
    EmailTakenError,
    NotFoundError,
    LastAdminError,
  ],
  'What can go wrong with accounts and sessions.',
);

export const UserChangeError = userErrorUnion(
  'UserChangeError',
  [
    InvalidInputError,
    NotFoundError,
    VersionConflictError,
    IdempotencyKeyReusedError,
    EmailTakenError,
    InvalidCredentialsError,
    AccountLockedError,
    LastAdminError,
  ],
  'What can go wrong when a user is changed.',
);

/**
 * The same words for an unknown address and a wrong password, so that nobody learns who has an
 * account.
 */
export const invalidCredentials = (path?: string[]) =>
  userError(InvalidCredentialsError, {
    message: 'E-mail address or password is wrong.',
    ...(path ? { path } : {}),
  });
export const accountLocked = (retryAt: Date) =>
  userError(AccountLockedError, { message: 'Too many failed attempts. Try again later.', retryAt });
export const emailTaken = () =>
  userError(EmailTakenError, {
    message: 'There is an account with this e-mail address already.',
    path: ['email'],
  });
export const lastAdmin = () =>
  userError(LastAdminError, {
    message: 'This is the last active administrator: make somebody else one first.',
  });
