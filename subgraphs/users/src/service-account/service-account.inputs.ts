import { singleLine } from '@emporium/graphql/input/single-line';
import { DateTimeScalar } from '@emporium/graphql/scalars';
import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';
import { z } from 'zod';
import { costPerMinute, scopeList } from '../api-key/api-key.inputs.js';

const name = singleLine('The name', 100);

export const newServiceAccount = z.object({
  name,
  permissions: scopeList,
  costPerMinute,
  secretExpiresAt: z.date().nullish(),
});
export const serviceAccountChanges = z.object({
  name: name.nullish(),
  permissions: scopeList.nullish(),
  costPerMinute,
});

@InputType('ServiceAccountInput', { description: 'A service account to make.' })
export class ServiceAccountInput {
  @Field(() => String, { description: 'What the program is called; each name once.' })
  name!: string;
  @Field(() => [String], {
    description: 'What it may do, e.g. `read:order`; only permissions that you hold yourself.',
  })
  permissions!: string[];
  @Field(() => Int, {
    nullable: true,
    description: 'Cost that it may use each minute; left out = as much as a user.',
  })
  costPerMinute?: number | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When its secret ends; left out = after the usual time of API keys.',
  })
  secretExpiresAt?: Date | null;
}

@ArgsType()
export class ServiceAccountCreateArgs {
  @Field(() => ServiceAccountInput, { description: 'The account.' })
  input!: ServiceAccountInput;
  @Field(() => ID, {
    nullable: true,
    description:
      'Repeating the call with the same key makes one account; the repetition does not show its secret again.',
  })
  idempotencyKey?: string | null;
}

@InputType('ServiceAccountUpdateInput', { description: 'What changes of a service account.' })
export class ServiceAccountUpdateInput {
  @Field(() => String, { nullable: true, description: 'New name; left out = unchanged.' })
  name?: string | null;
  @Field(() => [String], {
    nullable: true,
    description: 'All its permissions from now on; left out = unchanged.',
  })
  permissions?: string[] | null;
  @Field(() => Int, {
    nullable: true,
    description: 'Cost per minute; left out = unchanged, null = as much as a user.',
  })
  costPerMinute?: number | null;
}

@ArgsType()
export class ServiceAccountUpdateArgs {
  @Field(() => ID, { description: 'The account.' })
  id!: string;
  @Field(() => ServiceAccountUpdateInput, { description: 'What changes.' })
  input!: ServiceAccountUpdateInput;
  @Field(() => Int, { description: 'Version that you read.' })
  expectedVersion!: number;
}

@ArgsType()
export class ServiceAccountSecretRotateArgs {
  @Field(() => ID, { description: 'The account.' })
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
    description: 'When the new secret ends; left out = after the usual time of API keys.',
  })
  expiresAt?: Date | null;
}
