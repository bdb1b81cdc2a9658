import type { Answer } from '@emporium/graphql/as-payload';
import {
  IdempotencyKeyReusedError,
  InvalidInputError,
  NotFoundError,
  type UserError,
  userErrorUnion,
  VersionConflictError,
} from '@emporium/graphql/user-errors';
import { Field, ID, ObjectType } from 'type-graphql';
import { UserAddress } from './user-address.entity.js';

export const UserAddressError = userErrorUnion(
  'UserAddressError',
  [InvalidInputError, NotFoundError, VersionConflictError, IdempotencyKeyReusedError],
  'What can go wrong with addresses.',
);

@ObjectType('UserAddressPayload', {
  description: 'Answer of a mutation that changes the address book.',
})
export class UserAddressPayload {
  @Field(() => UserAddress, {
    nullable: true,
    description: 'The address after the change; null when it was deleted.',
  })
  address?: UserAddress | null;
  @Field(() => ID, { nullable: true, description: 'Id of the address that was deleted.' })
  deletedId?: string | null;
  @Field(() => [UserAddressError], { description: 'Expected failures; empty when it worked.' })
  userErrors!: UserError[];
}

/** What a use case returns that changes the address book. */
export type UserAddressAnswer = Answer<UserAddressPayload>;
