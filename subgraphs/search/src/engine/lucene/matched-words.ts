import type { SearchPlan } from '../../plan/search-plan.js';
import { editDistance, forgivenErrors } from '../../text/edit-distance.js';
import type { FoundHit } from './find-page.js';
import type { TextQuery } from './text-query.js';

/** Words of the hits that may have led to them. */
export function matchedWords(query: TextQuery, found: readonly FoundHit[]): string[] {
  const words = new Set<string>();
  const { unfinished, misspelt } = query;
  for (const hit of found) {
    for (const form of hit.forms) words.add(form);
    if (unfinished !== undefined)
      for (const word of hit.words) if (word.startsWith(unfinished)) words.add(word);
    for (const typed of misspelt) for (const word of corrections(typed, hit.words)) words.add(word);
  }
  return [...words];
}

/**
 * The text with each misspelt word as the best hit spells it: only words of visible products are
 * ever suggested.
 */
export function correctedText(
  plan: SearchPlan,
  query: TextQuery,
  best: FoundHit | undefined,
): string | undefined {
  if (query.misspelt.length === 0 || !best) return undefined;
  const replace = new Map(
    query.misspelt.map((typed) => [typed, corrections(typed, best.words)[0] ?? typed]),
  );
  const text = plan.segments
    .flatMap((segment) => segment.typed.map((word) => replace.get(word) ?? word))
    .join(' ');
  return [...replace].some(([typed, word]) => typed !== word) ? text : undefined;
}

/**
 * Words that the typed one may stand for, the likeliest first: people rarely mistype the first
 * letter.
 */
function corrections(typed: string, words: readonly string[]): string[] {
  const most = forgivenErrors(typed);
  return words
    .map((word) => ({
      word,
      errors: editDistance(typed, word, most),
      isOther: word[0] === typed[0] ? 0 : 1,
    }))
    .filter(
      ({ word, errors, isOther }) =>
        errors <= most && errors + isOther <= 2 && forgivenErrors(word) > 0,
    )
    .toSorted((a, b) => a.errors - b.errors || a.isOther - b.isOther || (a.word < b.word ? -1 : 1))
    .map(({ word }) => word);
}
