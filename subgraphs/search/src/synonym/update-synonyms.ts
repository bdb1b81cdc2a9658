import type { Answer } from '@emporium/graphql/as-payload';
import { checked } from '@emporium/graphql/checked';
import { singleLine } from '@emporium/graphql/input/single-line';
import { Rejection } from '@emporium/graphql/rejection';
import { versionConflict } from '@emporium/graphql/user-errors';
import { z } from 'zod';
import type { Ctx } from '../context.js';
import { findWords } from '../text/normalise.js';
import type { SearchSynonymsPayload } from './synonym.payload.js';
import type { SearchSynonymsUpdateArgs } from './synonym.type.js';

const MAX_WORDS = 4;

const term = singleLine('', 60).refine(
  (text) => findWords(text).length >= 1 && findWords(text).length <= MAX_WORDS,
  `has 1 to ${MAX_WORDS} words`,
);
const input = z.object({
  groups: z.array(z.object({ terms: z.array(term).min(2).max(20) })).max(500),
});

/**
 * Replaces all synonyms; searches of this process use them at once, other replicas within seconds.
 */
export async function updateSynonyms(
  ctx: Ctx,
  args: SearchSynonymsUpdateArgs,
): Promise<Answer<SearchSynonymsPayload>> {
  const { groups: wanted } = checked(input, { groups: args.groups });
  const groups = wanted.map((group) => [...new Set(group.terms)]);
  const { done, version } = await ctx.services.engine.replaceSynonyms(args.expectedVersion, groups);
  if (!done) throw new Rejection(versionConflict(version));
  ctx.services.synonyms.forget();
  return { synonyms: { version, groups: groups.map((terms) => ({ terms })) } };
}
