import { asPayload } from '@emporium/graphql/as-payload';
import {
  Args,
  Ctx as Context,
  Directive,
  FieldResolver,
  Mutation,
  Resolver,
  Root,
} from 'type-graphql';
import type { Ctx } from '../context.js';
import { UserStub } from '../notification/stubs.js';
import { findPreferences } from './find-preferences.js';
import { MailPreferences } from './mail-preferences.entity.js';
import { MailPreferencesUpdateArgs } from './preference.inputs.js';
import { MailPreferencesPayload } from './preference.payload.js';
import { updatePreferences } from './update-preferences.js';

@Resolver(() => UserStub)
export class UserMailPreferencesResolver {
  @Directive('@authenticated')
  @FieldResolver(() => MailPreferences, {
    nullable: true,
    description: 'Which mails are wanted; only your own.',
  })
  mailPreferences(@Root() user: UserStub, @Context() ctx: Ctx): Promise<MailPreferences | null> {
    return findPreferences(ctx, user.id);
  }

  @Directive('@authenticated')
  @Mutation(() => MailPreferencesPayload, {
    nullable: true,
    description: 'Changes which mails you want besides those about orders and your account.',
  })
  mailPreferencesUpdate(
    @Args(() => MailPreferencesUpdateArgs) args: MailPreferencesUpdateArgs,
    @Context() ctx: Ctx,
  ): Promise<MailPreferencesPayload> {
    return asPayload(ctx, () => updatePreferences(ctx, args));
  }
}
