import { PERMISSIONS } from '@emporium/auth/permissions';
import { singleLine } from '@emporium/graphql/input/single-line';
import { ForwardPageArgs } from '@emporium/graphql/paging';
import { DateTimeScalar } from '@emporium/graphql/scalars';
import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';
import { z } from 'zod';

const MAX_COST = 1_000_000_000;
/** How long the secret of before may go on, at most; minutes. */
const MAX_OVERLAP = 7 * 24 * 60;
const DEFAULT_OVERLAP = 24 * 60;

/** Permissions for a machine: at least one, each once. */
export const scopeList = z
  .array(z.enum(PERMISSIONS, 'There is no such permission: see Query.permissions.'))
  .min(1, 'Give at least one scope: a permission of yours, e.g. read:order.')
  .max(PERMISSIONS.length)
  .transform((list) => PERMISSIONS.filter((permission) => list.includes(permission)));
/** Cost per minute. */
export const costPerMinute = z
  .int()
  .min(1, 'The cost per minute must be at least 1.')
  .max(MAX_COST, `The cost per minute must be at most ${MAX_COST}.`)
  .nullish();

export const newKey = z.object({
  name: singleLine('The name', 100),
  scopes: scopeList,
  expiresAt: z.date().nullish(),
  costPerMinute,
});
export const rotation = z.object({
  expiresAt: z.date().nullish(),
  overlapMinutes: z
    .int()
    .min(0, 'The overlap must not be negative.')
    .max(MAX_OVERLAP, `The overlap must be at most ${MAX_OVERLAP} minutes.`)
    .nullish()
    .transform((minutes) => minutes ?? DEFAULT_OVERLAP),
});

@InputType('ApiKeyInput', { description: 'A key to make.' })
export class ApiKeyInput {
  @Field(() => String, { description: 'What you call it, e.g. the program that uses it.' })
  name!: string;
  @Field(() => [String], {
    description: 'What it may do, e.g. `read:order`; only permissions that you hold yourself.',
  })
  scopes!: string[];
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When it ends; left out = after the shop's usual time (90 days unless changed).",
  })
  expiresAt?: Date | null;
  @Field(() => Int, {
    nullable: true,
    description: 'Cost that it may use each minute; left out = as much as a user.',
  })
  costPerMinute?: number | null;
}

@ArgsType()
export class ApiKeyCreateArgs {
  @Field(() => ApiKeyInput, { description: 'The key.' })
  input!: ApiKeyInput;
  @Field(() => ID, {
    nullable: true,
    description:
      'Repeating the call with the same key makes one API key; the repetition does not show its secret again.',
  })
  idempotencyKey?: string | null;
}

@ArgsType()
export class ApiKeyRotateArgs {
  @Field(() => ID, { description: 'The API key, one of yours.' })
  id!: string;
  @Field(() => Int, { description: 'Version that you read.' })
  expectedVersion!: number;
  @Field(() => Int, {
    nullable: true,
    description:
      'Minutes that the secret of before still works, at most 7 days; left out = 24 hours, 0 = it ends now.',
  })
  overlapMinutes?: number | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'New end of the key; left out = unchanged.',
  })
  expiresAt?: Date | null;
}

@ArgsType()
export class ApiKeysArgs extends ForwardPageArgs {
  @Field(() => ID, { nullable: true, description: 'Only those of this user.' })
  ownerId?: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether those that have ended come along, for 30 days; left out = no.',
  })
  withEnded?: boolean | null;
}
