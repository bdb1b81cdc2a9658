import { Rejection } from '@emporium/graphql/rejection';
import { notFound, versionConflict } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';
import { isPossibleId } from './rule-fields.js';
import type { RuleNoun, RuleRow } from './rule-noun.js';
import type { RuleKind } from './rule.entity.js';

/**
 * The living rule, locked until the transaction ends. Throws a Rejection when there is none of this
 * kind or it is at another version.
 */
export async function lockRule<K extends RuleKind>(
  ctx: Ctx,
  noun: Pick<RuleNoun<K, object>, 'kind' | 'label'>,
  id: string,
  { expectedVersion, path }: { expectedVersion?: number | null; path: string[] },
): Promise<RuleRow<K>> {
  const row = isPossibleId(id)
    ? await query(ctx)
        .selectFrom('Rule')
        .selectAll()
        .where('id', '=', id)
        .where('kind', '=', noun.kind)
        .where('deletedAt', 'is', null)
        .forUpdate()
        .executeTakeFirst()
    : undefined;
  if (!row) throw new Rejection(notFound(`There is no ${noun.label} ${id}.`, path));
  if (expectedVersion != null && row.version !== expectedVersion)
    throw new Rejection(versionConflict(row.version));
  return row as unknown as RuleRow<K>;
}
