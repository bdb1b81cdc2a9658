import { DateTimeScalar } from '@emporium/graphql/scalars';
import { userError, UserError } from '@emporium/graphql/user-errors';
import { Field, ObjectType, registerEnumType } from 'type-graphql';

/** How somebody can prove who they are. */
export enum ProofMethod {
  PASSWORD = 'PASSWORD',
  TOTP = 'TOTP',
  PASSKEY = 'PASSKEY',
  RECOVERY_CODE = 'RECOVERY_CODE',
}
registerEnumType(ProofMethod, {
  name: 'ProofMethod',
  description: 'How somebody can prove who they are.',
  valuesConfig: {
    PASSWORD: { description: 'The password; only for accounts without a second factor.' },
    TOTP: { description: 'A code of an authenticator app.' },
    PASSKEY: { description: 'A passkey.' },
    RECOVERY_CODE: { description: 'A recovery code; each works once.' },
  },
});

@ObjectType('FactorRequiredError', {
  implements: UserError,
  description:
    'The password is right, and this account asks for a second factor: complete the log-in with userMfaVerify and the mfaChallenge of the payload, in at most 5 attempts.',
})
export class FactorRequiredError extends UserError {
  @Field(() => [ProofMethod], { description: 'What the account can be proved by.' })
  methods!: ProofMethod[];
  @Field(() => DateTimeScalar, { description: 'When the log-in has to be started again.' })
  expiresAt!: Date;
}

@ObjectType('FactorInvalidError', {
  implements: UserError,
  description:
    'The code or passkey was not accepted: it is wrong, too old or was used before. Take the next code, or another factor.',
})
export class FactorInvalidError extends UserError {}

@ObjectType('ChallengeInvalidError', {
  implements: UserError,
  description:
    'What was started took too long, failed too often or was completed already: start it again.',
})
export class ChallengeInvalidError extends UserError {}

@ObjectType('StepUpRequiredError', {
  implements: UserError,
  description:
    'This needs a proof, not older than 10 minutes, of who you are: send one with sessionStepUp, then repeat.',
})
export class StepUpRequiredError extends UserError {
  @Field(() => [ProofMethod], { description: 'What sessionStepUp takes from you.' })
  methods!: ProofMethod[];
}

export const factorRequired = (methods: ProofMethod[], expiresAt: Date) =>
  userError(FactorRequiredError, {
    methods,
    expiresAt,
    message:
      'This account asks for a second factor: complete the log-in with a code of your authenticator app, a passkey or a recovery code.',
  });
export const factorInvalid = (path = ['code']) =>
  userError(FactorInvalidError, {
    message:
      'This was not accepted: it is wrong, too old or was used before. Take the next code, or another factor.',
    path,
  });
export const challengeInvalid = (path = ['challenge']) =>
  userError(ChallengeInvalidError, {
    message: 'This took too long, failed too often or was completed already: start it again.',
    path,
  });
export const stepUpRequired = (methods: ProofMethod[]) =>
  userError(StepUpRequiredError, {
    message:
      'Prove again who you are with sessionStepUp, then repeat: this needs a proof that is not older than 10 minutes.',
    methods,
  });
