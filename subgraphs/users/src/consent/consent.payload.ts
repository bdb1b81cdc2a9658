import {
  IdempotencyKeyReusedError,
  InvalidInputError,
  NotFoundError,
  userErrorUnion,
  type UserError,
} from '@emporium/graphql/user-errors';
import { Field, ObjectType } from 'type-graphql';
import { Consent } from './consent.entity.js';

export const ConsentError = userErrorUnion(
  'ConsentError',
  [InvalidInputError, NotFoundError, IdempotencyKeyReusedError],
  'What can go wrong when a consent is recorded.',
);

@ObjectType('ConsentPayload', { description: 'Answer of consentRecord.' })
export class ConsentPayload {
  @Field(() => Consent, {
    nullable: true,
    description: 'The record that counts now; null when it failed.',
  })
  consent?: Consent | null;
  @Field(() => [ConsentError], { description: 'Expected failures.' })
  userErrors!: UserError[];
}
