import { PERMISSIONS } from '@emporium/auth/permissions';
import { ArgsType, Field, ID, Int } from 'type-graphql';
import { z } from 'zod';
import { singleLine } from '@emporium/graphql/input/single-line';

const name = singleLine('The name', 50).pipe(
  z
    .string()
    .regex(
      /^[A-Z][A-Z0-9_]*$/,
      'A role name has capital letters, digits and underscores, e.g. STOCK_CLERK.',
    ),
);
const permissions = z
  .array(z.enum(PERMISSIONS, 'There is no such permission: see Query.permissions.'))
  .max(PERMISSIONS.length)
  .transform((list) => PERMISSIONS.filter((permission) => list.includes(permission)));

const requiresFactor = z.boolean().nullish();

export const newRole = z.object({ name, permissions, requiresFactor });
export const roleChanges = z.object({
  name: name.nullish(),
  permissions: permissions.nullish(),
  requiresFactor,
});

const REQUIRES =
  'Whether holders may use the permissions only in sessions that have proved a second factor.';

@ArgsType()
export class RoleCreateArgs {
  @Field(() => String, { description: 'Unique name in capitals, e.g. `STOCK_CLERK`.' })
  name!: string;
  @Field(() => [String], {
    description: 'What holders may do; only permissions that you hold yourself.',
  })
  permissions!: string[];
  @Field(() => Boolean, { nullable: true, description: `${REQUIRES} Left out = no.` })
  requiresFactor?: boolean | null;
  @Field(() => ID, {
    nullable: true,
    description: 'Repeating the call with the same key creates one role.',
  })
  idempotencyKey?: string | null;
}

@ArgsType()
export class RoleUpdateArgs {
  @Field(() => ID, { description: 'The role.' })
  id!: string;
  @Field(() => String, {
    nullable: true,
    description: 'New name; left out = unchanged. Built-in roles keep theirs.',
  })
  name?: string | null;
  @Field(() => [String], {
    nullable: true,
    description: 'All permissions of the role from now on; left out = unchanged.',
  })
  permissions?: string[] | null;
  @Field(() => Boolean, { nullable: true, description: `${REQUIRES} Left out = unchanged.` })
  requiresFactor?: boolean | null;
  @Field(() => Int, { description: 'Version that you read.' })
  expectedVersion!: number;
}
