import { checked } from '@emporium/graphql/checked';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import { lockRule } from './lock-rule.js';
import { refuseWrong } from './refuse-wrong.js';
import type { RuleNoun } from './rule-noun.js';
import type { RuleData, RuleKind } from './rule.entity.js';
import { writeRule } from './write-rule.js';

/**
 * Changes a rule: what is left out stays, and the whole is checked as if it were new. Throws a
 * Rejection.
 */
export async function updateRule<K extends RuleKind, T extends object>(
  ctx: Ctx,
  noun: RuleNoun<K, T>,
  input: { id: string; expectedVersion: number },
): Promise<void> {
  const { id, expectedVersion, ...changes } = input;
  await inTransaction(ctx, async () => {
    const before = await lockRule(ctx, noun, id, { expectedVersion, path: ['input', 'id'] });
    const wanted = { ...noun.toType(before), ...given(changes, noun.nullable) };
    const body = checked(noun.rules, wanted, ['input']);
    const data = { ...body, kind: noun.kind, id } as unknown as Extract<RuleData, { kind: K }>;
    refuseWrong(data);
    await noun.check?.(ctx, data, before);
    await writeRule(ctx, before, data);
  });
}

/** The fields that the caller gave; null counts only where it means something. */
function given(changes: object, nullable: readonly string[]): object {
  return Object.fromEntries(
    Object.entries(changes).filter(
      ([key, value]) => value !== undefined && (value !== null || nullable.includes(key)),
    ),
  );
}
