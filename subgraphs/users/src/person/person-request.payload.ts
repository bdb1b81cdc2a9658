import {
  IdempotencyKeyReusedError,
  InvalidInputError,
  NotFoundError,
  userError,
  UserError,
  userErrorUnion,
} from '@emporium/graphql/user-errors';
import { DateTimeScalar } from '@emporium/graphql/scalars';
import { Field, ObjectType } from 'type-graphql';
import { StepUpRequiredError } from '../factor/factor.errors.js';
import { AccountLockedError, InvalidCredentialsError } from '../user/user.errors.js';
import { PersonDataExport } from './person-request.type.js';

@ObjectType('TooManyExportsError', {
  implements: UserError,
  description: 'The data of this person was exported several times today: use the file you have.',
})
export class TooManyExportsError extends UserError {
  @Field(() => DateTimeScalar, { description: 'When the next export may be asked for.' })
  retryAt!: Date;
}

export const PersonDataExportError = userErrorUnion(
  'PersonDataExportError',
  [
    InvalidInputError,
    NotFoundError,
    InvalidCredentialsError,
    AccountLockedError,
    IdempotencyKeyReusedError,
    StepUpRequiredError,
    TooManyExportsError,
  ],
  'What can go wrong when the data of a person is asked for.',
);

@ObjectType('PersonDataExportPayload', { description: 'Answer of personDataExportRequest.' })
export class PersonDataExportPayload {
  @Field(() => PersonDataExport, {
    nullable: true,
    description: 'The export; the one that is running already, when there is one.',
  })
  dataExport?: PersonDataExport | null;
  @Field(() => [PersonDataExportError], { description: 'Expected failures.' })
  userErrors!: UserError[];
}

/** Says when the next export of a person may be asked for. */
export const tooManyExports = (retryAt: Date): TooManyExportsError =>
  userError(TooManyExportsError, {
    message:
      'The data was exported several times today. Use the file you have, or try again later.',
    retryAt,
  });
