import type { Prepared } from '../people.js';
import { documentCases } from './documents.js';
import { federationCases } from './federation.js';
import { sessionCases } from './sessions.js';
import { openTarget, type AttackCase } from './target.js';
import { transportCases } from './transport.js';

/** An attack that was tried, and what came through. */
export interface TriedCase {
  attack: string;
  problems: string[];
}

/**
 * The attacks of docs/security.md that one shop without a broken part shows over HTTP; budgets and
 * outages have tests of their own.
 */
export const ATTACK_CASES: readonly AttackCase[] = [
  ...documentCases,
  ...federationCases,
  ...transportCases,
  ...sessionCases,
];

/** Tries all of them, one after the other. An attempt that fails is a problem, too. */
export async function attackCases(url: string, prepared: Prepared): Promise<TriedCase[]> {
  const target = await openTarget(url, prepared);
  const tried: TriedCase[] = [];
  for (const { attack, run } of ATTACK_CASES) {
    tried.push({
      attack,
      problems: await run(target).catch((error: unknown) => [
        `the attempt failed: ${String(error)}`,
      ]),
    });
  }
  return tried;
}
