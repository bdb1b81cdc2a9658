import { can } from '@emporium/auth/principal';
import { batchByKey } from '@emporium/graphql/batch-by-key';
import { assumedListSize, connectionListSize } from '@emporium/graphql/list-size';
import { ForwardPageArgs, type ConnectionOf } from '@emporium/graphql/paging';
import {
  Args,
  Ctx as Context,
  Directive,
  Field,
  FieldResolver,
  ID,
  Int,
  ObjectType,
  Resolver,
  Root,
} from 'type-graphql';
import type { Ctx } from '../context.js';
import { UserAddressConnection } from '../address/address.connection.js';
import { listAddresses } from '../address/list-addresses.js';
import type { UserAddress } from '../address/user-address.entity.js';
import { loadRoles } from '../role/find-roles.js';
import { Role } from '../role/role.entity.js';
import { listSessions } from '../session/list-sessions.js';
import { Session } from '../session/session.entity.js';
import { isSelf, maySeeUser } from './user-visibility.js';
import { User, UserStatus } from './user.entity.js';

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('MediaAsset', { description: 'An uploaded image; media resolves it.' })
export class AvatarStub {
  @Field(() => ID, { description: 'Id of the asset.' })
  id!: string;
}

/**
 * Null instead of a personal value when the caller may not see this user, by whatever path the user
 * came into the answer.
 */
function personal<T>(ctx: Ctx, user: User, value: T): T | null {
  return maySeeUser(ctx, user.id) ? value : null;
}

@Resolver(() => User)
export class UserFields {
  @FieldResolver(() => String, {
    nullable: true,
    description: 'E-mail address; for its owner and staff.',
  })
  email(@Root() user: User, @Context() ctx: Ctx): string | null {
    return personal(ctx, user, user.email);
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description: 'Whether the person proved to read mail sent there.',
  })
  emailVerified(@Root() user: User, @Context() ctx: Ctx): boolean | null {
    return personal(ctx, user, user.emailVerified);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'First name; null for others than the owner and staff.',
  })
  firstName(@Root() user: User, @Context() ctx: Ctx): string | null {
    return personal(ctx, user, user.firstName);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Last name; null for others than the owner and staff.',
  })
  lastName(@Root() user: User, @Context() ctx: Ctx): string | null {
    return personal(ctx, user, user.lastName);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Phone number; for its owner and staff.',
  })
  phone(@Root() user: User, @Context() ctx: Ctx): string | null {
    return personal(ctx, user, user.phone);
  }

  @FieldResolver(() => AvatarStub, { nullable: true, description: 'Picture of the user.' })
  avatar(@Root() user: User): AvatarStub | null {
    return user.avatarId ? { id: user.avatarId } : null;
  }

  @Directive('@requiresScopes(scopes: [["read:user"]])')
  @Directive('@tag(name: "admin")')
  @FieldResolver(() => UserStatus, { nullable: true, description: 'Whether the user may log in.' })
  status(@Root() user: User): UserStatus {
    return user.status;
  }

  @Directive(assumedListSize(1))
  @FieldResolver(() => [Role], {
    nullable: true,
    description: 'The roles of the user: one; for its owner and staff with read:role.',
  })
  async roles(@Root() user: User, @Context() ctx: Ctx): Promise<Role[] | null> {
    if (!isSelf(ctx, user.id) && !can(ctx.principal, 'read:role')) return null;
    const role = await batchByKey(ctx, loadRoles).load(user.roleId);
    return role ? [role] : [];
  }

  @FieldResolver(() => [String], {
    nullable: true,
    description: 'What the user may do, e.g. `update:stock`; for its owner and staff.',
  })
  async permissions(@Root() user: User, @Context() ctx: Ctx): Promise<string[] | null> {
    if (!maySeeUser(ctx, user.id)) return null;
    return (await batchByKey(ctx, loadRoles).load(user.roleId))?.permissions ?? [];
  }

  @Directive('@authenticated')
  @Directive(connectionListSize(20))
  @FieldResolver(() => UserAddressConnection, {
    nullable: true,
    description: 'Address book in the order of entry, 20 at a time unless asked otherwise.',
  })
  addresses(
    @Root() user: User,
    @Args(() => ForwardPageArgs) args: ForwardPageArgs,
    @Context() ctx: Ctx,
  ): Promise<ConnectionOf<UserAddress>> | null {
    return maySeeUser(ctx, user.id) ? listAddresses(ctx, user.id, args) : null;
  }

  @Directive('@authenticated')
  @Directive(assumedListSize(5))
  @FieldResolver(() => [Session], {
    nullable: true,
    description: 'Devices that are logged in, last used first, at most 100.',
  })
  async sessions(@Root() user: User, @Context() ctx: Ctx): Promise<Session[] | null> {
    return maySeeUser(ctx, user.id) ? batchByKey(ctx, listSessions).load(user.id) : null;
  }

  @FieldResolver(() => Int, { nullable: true, description: 'Version for `expectedVersion`.' })
  version(@Root() user: User, @Context() ctx: Ctx): number | null {
    return personal(ctx, user, user.version);
  }
}
