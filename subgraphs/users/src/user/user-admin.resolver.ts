import { asPayload } from '@emporium/graphql/as-payload';
import { connectionListSize } from '@emporium/graphql/list-size';
import { connectionType, ForwardPageArgs, type ConnectionOf } from '@emporium/graphql/paging';
import {
  Arg,
  Args,
  ArgsType,
  Ctx as Context,
  Directive,
  Field,
  ID,
  Mutation,
  Query,
  Resolver,
} from 'type-graphql';
import type { Ctx } from '../context.js';
import { blockUser, unblockUser } from './block-user.js';
import { createUser } from './create-user.js';
import { findUser } from './find-users.js';
import { listUsers } from './list-users.js';
import { updateUser } from './update-user.js';
import { User } from './user.entity.js';
import { UserCreateArgs, UserUpdateArgs, UserWhere } from './user.inputs.js';
import { UserPayload } from './user.payload.js';

const { Connection: UserConnection } = connectionType('User', () => User);

@ArgsType()
class UsersArgs extends ForwardPageArgs {
  @Field(() => UserWhere, { nullable: true, description: 'Which users.' })
  where?: UserWhere | null;
}

@Resolver(() => User)
export class UserAdminResolver {
  @Directive('@requiresScopes(scopes: [["read:user"]])')
  @Directive('@tag(name: "admin")')
  @Query(() => User, { nullable: true, description: 'A user by id.' })
  user(
    @Arg('id', () => ID, { description: 'The user.' }) id: string,
    @Context() ctx: Ctx,
  ): Promise<User | null> {
    return findUser(ctx, id);
  }

  @Directive('@requiresScopes(scopes: [["read:user"]])')
  @Directive('@tag(name: "admin")')
  @Directive(connectionListSize(20, ['first'], true))
  @Query(() => UserConnection, { nullable: true, description: 'Users, newest first.' })
  users(@Args(() => UsersArgs) args: UsersArgs, @Context() ctx: Ctx): Promise<ConnectionOf<User>> {
    return listUsers(ctx, args);
  }

  @Directive('@requiresScopes(scopes: [["create:user"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => UserPayload, { nullable: true, description: 'Makes an account for somebody.' })
  userCreate(
    @Args(() => UserCreateArgs) args: UserCreateArgs,
    @Context() ctx: Ctx,
  ): Promise<UserPayload> {
    return asPayload(ctx, () => createUser(ctx, args));
  }

  @Directive('@requiresScopes(scopes: [["update:user"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => UserPayload, { nullable: true, description: "Changes somebody's profile." })
  userUpdate(
    @Args(() => UserUpdateArgs) args: UserUpdateArgs,
    @Context() ctx: Ctx,
  ): Promise<UserPayload> {
    return asPayload(ctx, () => updateUser(ctx, args));
  }

  @Directive('@requiresScopes(scopes: [["update:user"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => UserPayload, {
    nullable: true,
    description: 'Keeps a user out; open sessions end at once.',
  })
  userBlock(
    @Arg('id', () => ID, { description: 'The user.' }) id: string,
    @Context() ctx: Ctx,
  ): Promise<UserPayload> {
    return asPayload(ctx, () => blockUser(ctx, id));
  }

  @Directive('@requiresScopes(scopes: [["update:user"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => UserPayload, { nullable: true, description: 'Lets a blocked user log in again.' })
  userUnblock(
    @Arg('id', () => ID, { description: 'The user.' }) id: string,
    @Context() ctx: Ctx,
  ): Promise<UserPayload> {
    return asPayload(ctx, () => unblockUser(ctx, id));
  }
}
