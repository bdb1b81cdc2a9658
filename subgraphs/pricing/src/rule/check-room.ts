import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { countRules } from './count-rules.js';
import type { RuleNoun } from './rule-noun.js';
import type { RuleKind } from './rule.entity.js';

/** Refuses too many rules of a kind: each of them is looked at for every cart. Throws a Rejection. */
export async function checkRoom(
  ctx: Ctx,
  { kind, most, label }: Pick<RuleNoun<RuleKind, object>, 'kind' | 'most' | 'label'>,
  added: number,
): Promise<void> {
  const count = await countRules(ctx, { kind });
  if (count + added > most)
    throw new Rejection(
      invalidInput(
        `There are ${count} of the kind ${label}, and ${most} are the most there may be: delete some.`,
        ['input'],
      ),
    );
}
