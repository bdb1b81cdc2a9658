import { can } from '@emporium/auth/principal';
import type { Ctx } from '@emporium/platform/context';
import { findRule } from './find-rules.js';
import type { RuleNoun } from './rule-noun.js';
import type { RuleKind } from './rule.entity.js';

/** Answers references to rules of a kind in input order; null for all who may not read them. */
export const resolveRules =
  <K extends RuleKind, T extends object>(noun: RuleNoun<K, T>) =>
  (ctx: Ctx, references: readonly { id?: string }[]): Promise<(T | null)[]> =>
    Promise.all(
      references.map(async ({ id }) =>
        can(ctx.principal, 'read:pricing') ? findRule(ctx, noun, id ?? '') : null,
      ),
    );
