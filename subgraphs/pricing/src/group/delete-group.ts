import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { sql, type SqlBool } from 'kysely';
import { deleteRule, type RuleDeletion } from '../rule/delete-rule.js';
import { query } from '../tables.js';
import { customerGroup } from './customer-group.noun.js';

/** Deletes a group that nobody is in and no rule names. Throws a Rejection. */
export async function deleteGroup(ctx: Ctx, deletion: RuleDeletion): Promise<void> {
  await deleteRule(ctx, customerGroup, deletion, async ({ id }) => {
    const used = await query(ctx)
      .selectFrom('Rule')
      .select(['kind', 'name', 'id'])
      .where('deletedAt', 'is', null)
      .where((eb) => {
        const named = JSON.stringify([id]);
        const data = eb.ref('data');
        return eb.or([
          eb('parentId', '=', id),
          sql<SqlBool>`${data} -> 'customerGroupIds' @> ${named}::jsonb`,
          sql<SqlBool>`${data} #> '{conditions,customerGroupIds}' @> ${named}::jsonb`,
        ]);
      })
      .limit(1)
      .executeTakeFirst();
    if (!used) return;
    throw new Rejection(
      invalidInput(
        used.kind === 'GROUP_MEMBER'
          ? 'The group has members: take them out first.'
          : `${used.name} (${used.id}) is for this group: change it first.`,
        ['id'],
      ),
    );
  });
}
