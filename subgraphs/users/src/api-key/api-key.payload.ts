import type { Answer } from '@emporium/graphql/as-payload';
import {
  IdempotencyKeyReusedError,
  InvalidInputError,
  NotFoundError,
  type UserError,
  userErrorUnion,
  VersionConflictError,
} from '@emporium/graphql/user-errors';
import { Directive, Field, ObjectType } from 'type-graphql';
import { StepUpRequiredError } from '../factor/factor.errors.js';
import { ApiKey } from './api-key.entity.js';

export const ApiKeyError = userErrorUnion(
  'ApiKeyError',
  [
    InvalidInputError,
    NotFoundError,
    VersionConflictError,
    IdempotencyKeyReusedError,
    StepUpRequiredError,
  ],
  'What can go wrong with API keys.',
);

@Directive('@tag(name: "admin")')
@ObjectType('ApiKeyPayload', { description: 'Answer of a mutation that changes an API key.' })
export class ApiKeyPayload {
  @Field(() => ApiKey, { nullable: true, description: 'The key after the change.' })
  apiKey?: ApiKey | null;
  @Field(() => String, {
    nullable: true,
    description:
      'The key itself, for `Authorization: Bearer`. It is shown this once: put it where it is used now.',
  })
  secret?: string | null;
  @Field(() => [ApiKeyError], { description: 'Expected failures; empty when it worked.' })
  userErrors!: UserError[];
}

/** What a use case returns that changes an API key. */
export type ApiKeyAnswer = Answer<ApiKeyPayload>;
