import { asPayload } from '@emporium/graphql/as-payload';
import { assumedListSize } from '@emporium/graphql/list-size';
import { PERMISSIONS } from '@emporium/auth/permissions';
import {
  Arg,
  Args,
  ArgsType,
  Ctx as Context,
  Directive,
  Field,
  FieldResolver,
  ID,
  Mutation,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { Ctx } from '../context.js';
import { asksForFactor } from '../factor/asks-for-factor.js';
import { isId } from '../input/is-id.js';
import { asSimplePayload, SimplePayload } from '../user/user.payload.js';
import { assignRole } from './assign-role.js';
import { createRole } from './create-role.js';
import { Role } from './role.entity.js';
import { RoleCreateArgs, RoleUpdateArgs } from './role.inputs.js';
import { RolePayload } from './role.payload.js';
import { deleteRole, updateRole } from './update-role.js';

@ArgsType()
class UserRoleAssignArgs {
  @Field(() => ID, { description: 'The user.' })
  userId!: string;
  @Field(() => ID, { description: 'The role that replaces the present one.' })
  roleId!: string;
}

// @authenticated beside a scope: who may do what is changed by people alone, never by a machine.
@Resolver(() => Role)
export class RoleResolver {
  @FieldResolver(() => Boolean, {
    description:
      'Whether holders may use the permissions only in sessions that have proved a second factor.',
  })
  requiresFactor(@Root() role: Role, @Context() ctx: Ctx): boolean {
    return asksForFactor(ctx, role);
  }

  @Directive('@requiresScopes(scopes: [["read:role"]])')
  @Directive('@tag(name: "admin")')
  @Directive(assumedListSize(20))
  @Query(() => [Role], {
    nullable: true,
    description: 'All roles (at most 100), built-in ones first.',
  })
  roles(@Context() ctx: Ctx): Promise<Role[]> {
    return ctx.em.find(Role, {}, { orderBy: { isBuiltIn: 'desc', name: 'asc' } });
  }

  @Directive('@requiresScopes(scopes: [["read:role"]])')
  @Directive('@tag(name: "admin")')
  @Query(() => Role, { nullable: true, description: 'A role by id.' })
  async role(
    @Arg('id', () => ID, { description: 'The role.' }) id: string,
    @Context() ctx: Ctx,
  ): Promise<Role | null> {
    return isId('role', id) ? ctx.em.findOne(Role, id) : null;
  }

  @Directive('@requiresScopes(scopes: [["read:role"]])')
  @Directive('@tag(name: "admin")')
  @Query(() => [String], { nullable: true, description: 'Every permission that a role can hold.' })
  permissions(): readonly string[] {
    return PERMISSIONS;
  }

  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["create:role"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => RolePayload, { nullable: true, description: 'Creates a role.' })
  roleCreate(
    @Args(() => RoleCreateArgs) args: RoleCreateArgs,
    @Context() ctx: Ctx,
  ): Promise<RolePayload> {
    return asPayload(ctx, () => createRole(ctx, args));
  }

  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["update:role"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => RolePayload, {
    nullable: true,
    description: 'Changes name or permissions of a role, with effect on its holders at once.',
  })
  roleUpdate(
    @Args(() => RoleUpdateArgs) args: RoleUpdateArgs,
    @Context() ctx: Ctx,
  ): Promise<RolePayload> {
    return asPayload(ctx, () => updateRole(ctx, args));
  }

  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["delete:role"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => RolePayload, { nullable: true, description: 'Deletes a role that nobody has.' })
  roleDelete(
    @Arg('id', () => ID, { description: 'The role.' }) id: string,
    @Context() ctx: Ctx,
  ): Promise<RolePayload> {
    return asPayload(ctx, () => deleteRole(ctx, id));
  }

  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["update:user", "read:role"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => SimplePayload, {
    nullable: true,
    description: 'Gives a user another role in place of the present one.',
  })
  userRoleAssign(
    @Args(() => UserRoleAssignArgs) args: UserRoleAssignArgs,
    @Context() ctx: Ctx,
  ): Promise<SimplePayload> {
    return asSimplePayload(ctx, () => assignRole(ctx, args));
  }
}
