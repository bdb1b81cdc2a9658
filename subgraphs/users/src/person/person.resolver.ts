import { asPayload } from '@emporium/graphql/as-payload';
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
import { findErasure, findExport } from './find-request.js';
import { PersonDataExportPayload } from './person-request.payload.js';
import { PersonDataExport, PersonErasure } from './person-request.type.js';
import { requestExport } from './request-export.js';

@ArgsType()
class PersonDataExportArgs {
  @Field(() => ID, {
    nullable: true,
    description: 'The person; left out = yourself. Others need export:user.',
  })
  userId?: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      'Your password, again; needed for your own data, as an access token alone must not.',
  })
  password?: string | null;
  @Field(() => ID, {
    nullable: true,
    description: 'A repeat with the same key gives the same export.',
  })
  idempotencyKey?: string | null;
}

@Resolver()
export class PersonResolver {
  @Directive('@authenticated')
  @Query(() => PersonDataExport, {
    nullable: true,
    description:
      'An export of the data of a person and how far it is; null for others than that person and staff with export:user.',
  })
  personDataExport(
    @Arg('id', () => ID, { description: 'Id of the request.' }) id: string,
    @Context() ctx: Ctx,
  ): Promise<PersonDataExport | null> {
    return findExport(ctx, id);
  }

  @Directive('@requiresScopes(scopes: [["delete:user"]])')
  @Directive('@tag(name: "admin")')
  @Query(() => PersonErasure, {
    nullable: true,
    description:
      'How far the erasure of a user is: which parts of the shop have followed, which wait and for what, which were given up. Null when the user was not erased.',
  })
  personErasure(
    @Arg('userId', () => ID, { description: 'The erased user.' }) userId: string,
    @Context() ctx: Ctx,
  ): Promise<PersonErasure | null> {
    return findErasure(ctx, userId);
  }

  @Directive('@authenticated')
  @Directive('@cost(weight: 20)')
  @Mutation(() => PersonDataExportPayload, {
    nullable: true,
    description:
      'Collects all that the shop keeps about a person into a file that is kept for 7 days. It takes a while: ask personDataExport how far it is.',
  })
  personDataExportRequest(
    @Args(() => PersonDataExportArgs) args: PersonDataExportArgs,
    @Context() ctx: Ctx,
  ): Promise<PersonDataExportPayload> {
    return asPayload(ctx, () => requestExport(ctx, args));
  }
}
