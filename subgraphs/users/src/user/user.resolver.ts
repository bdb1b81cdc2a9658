import { userId } from '@emporium/auth/principal';
import { asPayload } from '@emporium/graphql/as-payload';
import { Arg, Args, Ctx as Context, Directive, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { Ctx } from '../context.js';
import { changeEmail } from './change-email.js';
import { eraseUser } from './erase-user.js';
import { assumedListSize } from '@emporium/graphql/list-size';
import { findUser } from './find-users.js';
import { registerUser } from './register-user.js';
import { updateProfile } from './update-user.js';
import { User } from './user.entity.js';
import {
  UserEmailChangeArgs,
  UserEraseArgs,
  UserProfileUpdateArgs,
  UserRegisterArgs,
} from './user.inputs.js';
import { avatarsInUse } from './avatars-in-use.js';
import { ownId } from './user-visibility.js';
import { asSimplePayload, AuthPayload, SimplePayload, UserPayload } from './user.payload.js';

@Resolver(() => User)
export class UserResolver {
  @Directive('@inaccessible')
  @Query(() => User, {
    nullable: true,
    description: 'Internal: a user as replicas need it; the events do not carry personal values.',
  })
  _user(
    @Arg('id', () => ID, { description: 'The user.' }) id: string,
    @Context() ctx: Ctx,
  ): Promise<User | null> {
    return findUser(ctx, id);
  }

  @Directive('@inaccessible')
  @Directive(assumedListSize(100))
  @Query(() => [ID], {
    nullable: true,
    description: 'Internal: which of these assets a profile shows; the others may go.',
  })
  _avatarsInUse(
    @Arg('ids', () => [ID], { description: 'Assets, 100 at most.' }) ids: string[],
    @Context() ctx: Ctx,
  ): Promise<string[]> {
    return avatarsInUse(ctx, ids);
  }

  @Query(() => User, {
    nullable: true,
    description: 'Who is logged in; null for anonymous callers.',
  })
  async me(@Context() ctx: Ctx): Promise<User | null> {
    const id = userId(ctx.principal);
    return id === undefined ? null : findUser(ctx, id);
  }

  @Mutation(() => AuthPayload, { nullable: true, description: 'Makes an account and logs it in.' })
  userRegister(
    @Args(() => UserRegisterArgs) args: UserRegisterArgs,
    @Context() ctx: Ctx,
  ): Promise<AuthPayload> {
    return asPayload(ctx, () => registerUser(ctx, args));
  }

  @Directive('@authenticated')
  @Mutation(() => UserPayload, { nullable: true, description: 'Changes your profile.' })
  userProfileUpdate(
    @Args(() => UserProfileUpdateArgs) args: UserProfileUpdateArgs,
    @Context() ctx: Ctx,
  ): Promise<UserPayload> {
    return asPayload(ctx, () => updateProfile(ctx, args));
  }

  @Directive('@authenticated')
  @Mutation(() => UserPayload, {
    nullable: true,
    description: 'Changes the e-mail address that you log in with.',
  })
  userEmailChange(
    @Args(() => UserEmailChangeArgs) args: UserEmailChangeArgs,
    @Context() ctx: Ctx,
  ): Promise<UserPayload> {
    return asPayload(ctx, () => ctx.services.ownPassword(ownId(ctx), () => changeEmail(ctx, args)));
  }

  @Directive('@authenticated')
  @Mutation(() => SimplePayload, {
    nullable: true,
    description: 'Erases all personal data of a user for good; the id stays as a tombstone.',
  })
  userErase(
    @Args(() => UserEraseArgs) args: UserEraseArgs,
    @Context() ctx: Ctx,
  ): Promise<SimplePayload> {
    return asSimplePayload(ctx, () => eraseUser(ctx, args));
  }
}
