import type { Answer } from '@emporium/graphql/as-payload';
import {
  IdempotencyKeyReusedError,
  InvalidInputError,
  NotFoundError,
  userError,
  UserError,
  userErrorUnion,
  VersionConflictError,
} from '@emporium/graphql/user-errors';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { StepUpRequiredError } from '../factor/factor.errors.js';
import { ServiceAccount } from './service-account.entity.js';

@ObjectType('ServiceAccountNameTakenError', {
  implements: UserError,
  description: 'There is a service account with this name already.',
})
export class ServiceAccountNameTakenError extends UserError {}

export const ServiceAccountError = userErrorUnion(
  'ServiceAccountError',
  [
    InvalidInputError,
    NotFoundError,
    VersionConflictError,
    IdempotencyKeyReusedError,
    ServiceAccountNameTakenError,
    StepUpRequiredError,
  ],
  'What can go wrong with service accounts.',
);

@Directive('@tag(name: "admin")')
@ObjectType('ServiceAccountPayload', {
  description: 'Answer of a mutation that changes a service account.',
})
export class ServiceAccountPayload {
  @Field(() => ServiceAccount, {
    nullable: true,
    description: 'The account after the change; null when it was deleted.',
  })
  serviceAccount?: ServiceAccount | null;
  @Field(() => String, {
    nullable: true,
    description:
      'The client secret, for `POST /oauth/token`. It is shown this once: put it where it is used now.',
  })
  secret?: string | null;
  @Field(() => ID, { nullable: true, description: 'Id of the account that was deleted.' })
  deletedId?: string | null;
  @Field(() => [ServiceAccountError], { description: 'Expected failures; empty when it worked.' })
  userErrors!: UserError[];
}

/** What a use case returns that changes a service account. */
export type ServiceAccountAnswer = Answer<ServiceAccountPayload>;

export const serviceAccountNameTaken = () =>
  userError(ServiceAccountNameTakenError, {
    message: 'There is a service account with this name already: give it another one.',
    path: ['input', 'name'],
  });
