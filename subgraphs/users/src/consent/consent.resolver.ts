import { asPayload } from '@emporium/graphql/as-payload';
import { connectionListSize } from '@emporium/graphql/list-size';
import { connectionType, ForwardPageArgs, type ConnectionOf } from '@emporium/graphql/paging';
import {
  Args,
  ArgsType,
  Ctx as Context,
  Directive,
  Field,
  FieldResolver,
  ID,
  Mutation,
  Resolver,
  Root,
} from 'type-graphql';
import type { Ctx } from '../context.js';
import { maySeeUser } from '../user/user-visibility.js';
import { User } from '../user/user.entity.js';
import { Consent, ConsentKind } from './consent.entity.js';
import { ConsentPayload } from './consent.payload.js';
import { listConsents } from './list-consents.js';
import { recordConsent } from './record-consent.js';

const { Connection: ConsentConnection } = connectionType('Consent', () => Consent);

@ArgsType()
class ConsentRecordArgs {
  @Field(() => ConsentKind, { description: 'What it is about.' })
  kind!: ConsentKind;
  @Field(() => String, {
    description: 'Version of the text that was shown, e.g. `2026-05`; at most 50 characters.',
  })
  textVersion!: string;
  @Field(() => Boolean, { description: 'True: agreed. False: withdrawn, which terms cannot be.' })
  isGranted!: boolean;
  @Field(() => ID, { nullable: true, description: 'A repeat with the same key changes nothing.' })
  idempotencyKey?: string | null;
}

@Resolver(() => User)
export class ConsentResolver {
  @Directive('@authenticated')
  @Directive(connectionListSize(20))
  @FieldResolver(() => ConsentConnection, {
    nullable: true,
    description:
      'What the user agreed to and withdrew, newest first; for the user and staff with read:user.',
  })
  consents(
    @Root() user: User,
    @Args(() => ForwardPageArgs) args: ForwardPageArgs,
    @Context() ctx: Ctx,
  ): Promise<ConnectionOf<Consent>> | null {
    return maySeeUser(ctx, user.id) ? listConsents(ctx, user.id, args) : null;
  }

  @Directive('@authenticated')
  @Mutation(() => ConsentPayload, {
    nullable: true,
    description: 'Writes down that you agree to a version of a text, or withdraw.',
  })
  consentRecord(
    @Args(() => ConsentRecordArgs) args: ConsentRecordArgs,
    @Context() ctx: Ctx,
  ): Promise<ConsentPayload> {
    return asPayload(ctx, () => recordConsent(ctx, args));
  }
}
