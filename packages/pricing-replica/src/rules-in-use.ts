import { compileRules } from '@emporium/pricing/compile-rules';
import type { CompiledRules } from '@emporium/pricing/compiled-rules';
import type { PricingRule } from '@emporium/pricing/rules';
import type { Ctx } from '@emporium/platform/context';
import { query } from './rule-query.js';

const MEMO = 'pricing rules in use';
const PAGE = 1_000;

type RuleCtx = Pick<Ctx, 'em' | 'memo' | 'log'>;

/** What one process knows of the rules of one database. */
interface Known {
  changes: number;
  purges: number;
  rules: Map<string, PricingRule>;
  compiled: CompiledRules;
  loading?: Promise<void> | undefined;
}

/** By the driver of the database: in one process several subgraphs keep a replica each. */
const knownByDriver = new WeakMap<object, Known>();

/**
 * The rules of this moment, compiled. Each request asks once whether anything changed (one row by
 * its key) and then prices everything by the same rules; only rules that changed are read.
 */
export function rulesInUse(ctx: RuleCtx): Promise<CompiledRules> {
  const memo = ctx.memo.get(MEMO) as Promise<CompiledRules> | undefined;
  if (memo) return memo;
  const rules = upToDate(ctx);
  ctx.memo.set(MEMO, rules);
  return rules;
}

async function upToDate(ctx: RuleCtx): Promise<CompiledRules> {
  const driver = ctx.em.getDriver();
  let known = knownByDriver.get(driver);
  if (!known) {
    known = { changes: 0, purges: 0, rules: new Map(), compiled: compileRules([]) };
    knownByDriver.set(driver, known);
  }
  const { changes, purges } = await query(ctx)
    .selectFrom('PricingRuleState')
    .select(['changes', 'purges'])
    .where('id', '=', 1)
    .executeTakeFirstOrThrow();
  // Twice: what is being read already may have begun before this change.
  for (let turn = 0; turn < 2; turn++) {
    if (known.changes === changes && known.purges === purges) break;
    await (known.loading ??= load(ctx, known).finally(() => (known.loading = undefined)));
  }
  return known.compiled;
}

/** Reads what changed since the last time, everything after rules were forgotten. */
async function load(ctx: RuleCtx, known: Known): Promise<void> {
  // The counter first: what is stored while the rows are read is read again the next time.
  const { changes, purges } = await query(ctx)
    .selectFrom('PricingRuleState')
    .select(['changes', 'purges'])
    .where('id', '=', 1)
    .executeTakeFirstOrThrow();
  const afresh = purges !== known.purges || changes < known.changes;
  const rules = afresh ? new Map<string, PricingRule>() : new Map(known.rules);
  for (let after = ''; ;) {
    const rows = await query(ctx)
      .selectFrom('PricingRuleRow')
      .select(['id', 'data'])
      .where('change', '>', afresh ? 0 : known.changes)
      .where('id', '>', after)
      .orderBy('id')
      .limit(PAGE)
      .execute();
    for (const { id, data } of rows)
      if (data) rules.set(id, data);
      else rules.delete(id);
    if (rows.length < PAGE) break;
    after = rows.at(-1)!.id;
  }
  const compiled = compileRules([...rules.values()]);
  for (const ignored of compiled.ignored) ctx.log.warn(ignored, 'a pricing rule is not applied');
  Object.assign(known, { changes, purges, rules, compiled });
}
