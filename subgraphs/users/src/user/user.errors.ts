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
import {
  ChallengeInvalidError,
  FactorInvalidError,
  FactorRequiredError,
  StepUpRequiredError,
} from '../factor/factor.errors.js';

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

@ObjectType('TokenInvalidError', {
  implements: UserError,
  description: 'The link of a mail does not open any more: the message tells why and what to do.',
})
export class TokenInvalidError extends UserError {}

@ObjectType('TooManyMailsError', {
  implements: UserError,
  description: 'Too many mails were asked for: look for those that were sent, or try again later.',
})
export class TooManyMailsError extends UserError {}

export const AuthError = userErrorUnion(
  'AuthError',
  [
    InvalidInputError,
    InvalidCredentialsError,
    AccountLockedError,
    EmailTakenError,
    NotFoundError,
    LastAdminError,
    TokenInvalidError,
    TooManyMailsError,
    FactorRequiredError,
    FactorInvalidError,
    ChallengeInvalidError,
    StepUpRequiredError,
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
    TooManyMailsError,
    StepUpRequiredError,
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
const WHY_INVALID = {
  UNKNOWN:
    'This link is not valid, or a newer one has taken its place: open the newest mail, or ask for a new link.',
  USED: 'This link has been used already: ask for a new link if you need one.',
  EXPIRED: 'This link is too old: ask for a new link.',
  OTHER_ADDRESS:
    'This link was sent to an address that the account no longer has: ask for a new link.',
};
/** Only who holds the true token learns more than that there is no such link. */
export const tokenInvalid = (why: keyof typeof WHY_INVALID) =>
  userError(TokenInvalidError, { message: WHY_INVALID[why], path: ['token'] });
export const tooManyMails = () =>
  userError(TooManyMailsError, {
    message:
      'Too many mails were asked for. Look for those that were sent, also in the spam folder, or try again in an hour.',
  });
export const lastAdmin = () =>
  userError(LastAdminError, {
    message: 'This is the last active administrator: make somebody else one first.',
  });
