import { newId } from '@emporium/db/new-id';
import { checked } from '@emporium/graphql/checked';
import type { Ctx } from '@emporium/platform/context';
import { once } from '@emporium/platform/once';
import { checkRoom } from './check-room.js';
import { insertRules } from './insert-rule.js';
import { refuseWrong } from './refuse-wrong.js';
import type { RuleNoun } from './rule-noun.js';
import type { RuleData, RuleKind } from './rule.entity.js';

/** Creates a rule, once per key. Returns its id. Throws a Rejection. */
export async function createRule<K extends RuleKind, T extends object>(
  ctx: Ctx,
  noun: RuleNoun<K, T>,
  { input, idempotencyKey }: { input: object; idempotencyKey?: string | null },
): Promise<string> {
  const call = { operation: `${noun.operation}Create`, key: idempotencyKey, request: input };
  const { id } = await once(ctx, call, async () => {
    const id = newId(noun.prefix);
    const body = checked(noun.rules, input, ['input']);
    const data = { ...body, kind: noun.kind, id } as unknown as Extract<RuleData, { kind: K }>;
    refuseWrong(data);
    await checkRoom(ctx, noun, 1);
    await noun.check?.(ctx, data);
    await insertRules(ctx, [data]);
    return { id };
  });
  return id;
}
