import { badUserInput } from '@emporium/graphql/app-errors';
import { counted } from '@emporium/graphql/counted';
import { keysetCursor, keysetPage, type KeysetOrder } from '@emporium/graphql/keyset';
import {
  connection,
  pageRequest,
  type ConnectionOf,
  type ForwardPageArgs,
} from '@emporium/graphql/paging';
import { SortDirection } from '@emporium/graphql/sort-direction';
import type { Ctx } from '@emporium/platform/context';
import { expressionBuilder, sql, type Expression, type SqlBool } from 'kysely';
import { query } from '../tables.js';
import type { EntityTables } from '@emporium/db/entity-tables';
import type { entities } from '../tables.js';
import {
  PricingRuleSortField,
  type PricingRuleSort,
  type PricingRuleWhere,
} from './rule-list.inputs.js';
import type { RuleNoun, RuleRow } from './rule-noun.js';
import type { RuleKind } from './rule.entity.js';

const MAX_IDS = 100;
const rule = expressionBuilder<{ r: EntityTables<typeof entities>['Rule'] }, 'r'>();

const SORTS = {
  [PricingRuleSortField.NAME]: {
    value: sql`lower(${rule.ref('r.name')}) collate "C"`,
    kind: 'text',
  },
  [PricingRuleSortField.CREATED_AT]: { value: rule.ref('r.createdAt'), kind: 'instant' },
  [PricingRuleSortField.UPDATED_AT]: { value: rule.ref('r.updatedAt'), kind: 'instant' },
  [PricingRuleSortField.RANK]: { value: rule.ref('r.rank'), kind: 'number' },
} as const;

const NEWEST_FIRST: PricingRuleSort = {
  field: PricingRuleSortField.CREATED_AT,
  direction: SortDirection.DESC,
};

/** What a list is asked for. */
export interface RuleListArgs extends ForwardPageArgs {
  where?: (PricingRuleWhere & { parentId?: string | null }) | null;
  sort?: PricingRuleSort | null;
}

/** A page of living rules of one kind. Throws BAD_USER_INPUT for impossible page arguments. */
export async function listRules<K extends RuleKind, T extends { id: string }>(
  ctx: Ctx,
  { kind, toType }: Pick<RuleNoun<K, T>, 'kind' | 'toType'>,
  args: RuleListArgs,
): Promise<ConnectionOf<T>> {
  const order = ruleOrder(args.sort ?? NEWEST_FIRST);
  const page = pageRequest(args, order.name);
  const matching = query(ctx)
    .selectFrom('Rule as r')
    .where('r.kind', '=', kind)
    .where('r.deletedAt', 'is', null)
    .where(matches(args.where ?? {}));
  const rows = await keysetPage(matching.selectAll('r'), order, page).execute();
  const cursors = new Map(rows.map((row) => [row.id, keysetCursor(order, row)]));
  const shown = rows.map((row) => toType(row as unknown as RuleRow<K>));
  const result = connection(shown, page, ({ id }) => cursors.get(id)!);
  return counted(result, async () => {
    const { total } = await matching
      .select((eb) => eb.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow();
    return Number(total);
  });
}

function ruleOrder({ field, direction }: PricingRuleSort): KeysetOrder {
  const descending = direction === SortDirection.DESC;
  return { name: `${field} ${direction}`, id: rule.ref('r.id'), descending, ...SORTS[field] };
}

function matches(where: NonNullable<RuleListArgs['where']>): Expression<SqlBool> {
  const found: Expression<SqlBool>[] = [];
  if (where.ids) {
    if (where.ids.length > MAX_IDS) throw badUserInput(`ids may have ${MAX_IDS} entries.`);
    found.push(where.ids.length === 0 ? rule.or([]) : rule('r.id', 'in', where.ids));
  }
  if (where.isActive != null) found.push(rule('r.isActive', '=', where.isActive));
  if (where.parentId != null) found.push(rule('r.parentId', '=', where.parentId));
  if (where.nameContains)
    found.push(rule('r.name', 'ilike', `%${where.nameContains.replace(/[\\%_]/g, '\\$&')}%`));
  return rule.and(found);
}
