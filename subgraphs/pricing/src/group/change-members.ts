import { checked } from '@emporium/graphql/checked';
import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import { z } from 'zod';
import { countRules } from '../rule/count-rules.js';
import { insertRules } from '../rule/insert-rule.js';
import { lockRule } from '../rule/lock-rule.js';
import { ids } from '../rule/rule-fields.js';
import type { RuleRow } from '../rule/rule-noun.js';
import { buryRules, writeRule } from '../rule/write-rule.js';
import { query } from '../tables.js';
import type { CustomerGroupMembersArgs } from './customer-group.inputs.js';
import { customerGroup } from './customer-group.noun.js';

const MOST_AT_ONCE = 100;
const MOST_MEMBERS = 10_000;

const rules = z.object({
  userIds: ids(MOST_AT_ONCE).refine((value) => value.length > 0, 'Name at least one user.'),
});

const memberId = (groupId: string, userId: string) => `${groupId}:${userId}`;

/** Adds users to a group; those who are in it stay. Throws a Rejection. */
export async function addMembers(ctx: Ctx, args: CustomerGroupMembersArgs): Promise<void> {
  await inTransaction(ctx, async () => {
    const { groupId, userIds, known } = await lockMembers(ctx, args);
    const count = await countRules(ctx, { parentId: groupId });
    const added = userIds.filter(
      (userId) => known.get(memberId(groupId, userId))?.deletedAt !== null,
    );
    if (count + added.length > MOST_MEMBERS)
      throw new Rejection(
        invalidInput(
          `The group has ${count} members, and ${MOST_MEMBERS} are the most it may have.`,
          ['userIds'],
        ),
      );
    const rule = (userId: string) => ({
      kind: 'GROUP_MEMBER' as const,
      id: memberId(groupId, userId),
      groupId,
      userId,
    });
    await insertRules(
      ctx,
      added.map(rule).filter(({ id }) => !known.has(id)),
    );
    for (const data of added.map(rule)) {
      const before = known.get(data.id);
      if (before) await writeRule(ctx, before, data);
    }
  });
}

/** Takes users out of a group; those who are not in it are passed over. Throws a Rejection. */
export async function removeMembers(ctx: Ctx, args: CustomerGroupMembersArgs): Promise<void> {
  await inTransaction(ctx, async () => {
    const { known } = await lockMembers(ctx, args);
    await buryRules(
      ctx,
      [...known.values()].filter(({ deletedAt }) => deletedAt === null),
    );
  });
}

/**
 * The group and what is known of these users in it, tombstones too, all locked: who is erased
 * leaves without its lock.
 */
async function lockMembers(ctx: Ctx, args: CustomerGroupMembersArgs) {
  const { userIds } = checked(rules, args);
  const { id: groupId } = await lockRule(ctx, customerGroup, args.groupId, { path: ['groupId'] });
  const rows = await query(ctx)
    .selectFrom('Rule')
    .selectAll()
    .where(
      'id',
      'in',
      userIds.map((userId) => memberId(groupId, userId)),
    )
    .orderBy('id')
    .forUpdate()
    .execute();
  const known = new Map((rows as unknown as RuleRow[]).map((row) => [row.id, row]));
  return { groupId, userIds, known };
}
