import type { EventData } from '@emporium/bus/define-event';
import type { Envelope } from '@emporium/bus/envelope';
import type { Ctx } from '@emporium/platform/context';
import type { UserDeleted } from '@emporium/users-events';
import type { RuleRow } from '../rule/rule-noun.js';
import { buryRules } from '../rule/write-rule.js';
import { query } from '../tables.js';

/** USER_DELETED: an erased user leaves all groups. */
export async function onUserDeleted(
  ctx: Ctx,
  event: Envelope<EventData<typeof UserDeleted>>,
): Promise<void> {
  const rows = await query(ctx)
    .selectFrom('Rule')
    .selectAll()
    .where('kind', '=', 'GROUP_MEMBER')
    .where('name', '=', event.data.id)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute();
  await buryRules(ctx, rows as unknown as RuleRow[]);
}
