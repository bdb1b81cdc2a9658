import { connectionListSize } from '@emporium/graphql/list-size';
import { ForwardPageArgs, type ConnectionOf } from '@emporium/graphql/paging';
import { Args, ArgsType, Ctx as Context, Directive, Field, Query, Resolver } from 'type-graphql';
import type { Ctx } from '../context.js';
import { AuditEntry, AuditEntryConnection, AuditWhere } from './audit.type.js';
import { listAudit } from './list-audit.js';

@ArgsType()
class AuditArgs extends ForwardPageArgs {
  @Field(() => AuditWhere, { nullable: true, description: 'Which lines.' })
  where?: AuditWhere | null;
}

@Resolver(() => AuditEntry)
export class AuditResolver {
  @Directive('@requiresScopes(scopes: [["read:audit"]])')
  @Directive('@tag(name: "admin")')
  @Directive(connectionListSize(20, ['first'], true))
  @Query(() => AuditEntryConnection, {
    nullable: true,
    description:
      'The audit log of all parts of the shop, newest first. `npm run verify` misses a line that was changed or removed.',
  })
  auditEntries(
    @Args(() => AuditArgs) args: AuditArgs,
    @Context() ctx: Ctx,
  ): Promise<ConnectionOf<AuditEntry>> {
    return listAudit(ctx, args);
  }
}
