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
import { Role } from './role.entity.js';

@ObjectType('RoleNameTakenError', {
  implements: UserError,
  description: 'There is a role with this name already.',
})
export class RoleNameTakenError extends UserError {}

@ObjectType('RoleInUseError', {
  implements: UserError,
  description: 'Users still have this role: give them another one first.',
})
export class RoleInUseError extends UserError {}

export const RoleError = userErrorUnion(
  'RoleError',
  [
    InvalidInputError,
    NotFoundError,
    VersionConflictError,
    IdempotencyKeyReusedError,
    RoleNameTakenError,
    RoleInUseError,
    StepUpRequiredError,
  ],
  'What can go wrong with roles.',
);

@Directive('@tag(name: "admin")')
@ObjectType('RolePayload', { description: 'Answer of a mutation that changes a role.' })
export class RolePayload {
  @Field(() => Role, {
    nullable: true,
    description: 'The role after the change; null when it was deleted.',
  })
  role?: Role | null;
  @Field(() => ID, { nullable: true, description: 'Id of the role that was deleted.' })
  deletedId?: string | null;
  @Field(() => [RoleError], { description: 'Expected failures; empty when it worked.' })
  userErrors!: UserError[];
}

/** What a use case returns that changes a role. */
export type RoleAnswer = Answer<RolePayload>;

export const roleNameTaken = () =>
  userError(RoleNameTakenError, {
    message: 'There is a role with this name already.',
    path: ['name'],
  });
export const roleInUse = () =>
  userError(RoleInUseError, {
    message: 'Users still have this role: give them another one first.',
    path: ['id'],
  });
