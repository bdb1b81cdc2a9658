import type { Answer } from '@emporium/graphql/as-payload';
import {
  InvalidInputError,
  NotFoundError,
  type UserError,
  userErrorUnion,
} from '@emporium/graphql/user-errors';
import { Field, ID, ObjectType } from 'type-graphql';
import { AccountLockedError } from '../user/user.errors.js';
import { Factor } from './factor.entity.js';
import { ChallengeInvalidError, FactorInvalidError, StepUpRequiredError } from './factor.errors.js';

export const FactorError = userErrorUnion(
  'FactorError',
  [
    InvalidInputError,
    NotFoundError,
    StepUpRequiredError,
    FactorInvalidError,
    ChallengeInvalidError,
    AccountLockedError,
  ],
  'What can go wrong with second factors.',
);

const FAILURES = 'Expected failures; empty when it worked.';

@ObjectType('TotpEnrolment', {
  description: 'What an authenticator app needs to know. It is shown this once.',
})
export class TotpEnrolment {
  @Field(() => ID, { description: 'The factor; confirm it by a code that the app shows.' })
  factorId!: string;
  @Field(() => String, { description: 'The secret in base32, to type it in.' })
  secret!: string;
  @Field(() => String, { description: 'The same as an address, `otpauth://totp/…`.' })
  uri!: string;
  @Field(() => String, { description: 'The same as a picture to scan: `data:image/png;base64,…`.' })
  qrCode!: string;
}

@ObjectType('TotpEnrolmentPayload', {
  description: 'Answer to the start of the enrolment of an authenticator app.',
})
export class TotpEnrolmentPayload {
  @Field(() => TotpEnrolment, { nullable: true, description: 'What the app needs.' })
  enrolment?: TotpEnrolment | null;
  @Field(() => [FactorError], { description: FAILURES })
  userErrors!: UserError[];
}

/** What a use case returns that starts an enrolment. */
export type TotpEnrolmentAnswer = Answer<TotpEnrolmentPayload>;

@ObjectType('FactorPayload', { description: 'Answer of a mutation that changes second factors.' })
export class FactorPayload {
  @Field(() => Factor, { nullable: true, description: 'The factor that was added.' })
  factor?: Factor | null;
  @Field(() => ID, { nullable: true, description: 'Id of the factor that was removed.' })
  deletedId?: string | null;
  @Field(() => [String], {
    nullable: true,
    description:
      'New recovery codes, shown this once: write them down. Each works once in place of a code.',
  })
  recoveryCodes?: string[] | null;
  @Field(() => [FactorError], { description: FAILURES })
  userErrors!: UserError[];
}

/** What a use case returns that changes second factors. */
export type FactorAnswer = Answer<FactorPayload>;
