import type { Faults } from '@emporium/testing/fault-proxy';
import type { Links } from './links.js';
import type { Random } from './random.js';
import { setTimeout as sleep } from 'node:timers/promises';

/** What can be wrong with a line. */
export type LinkTrouble =
  'slow' | 'silent' | 'deaf server' | 'deaf client' | 'reset' | 'torn' | 'commit lost';

/** What a trouble is for people. */
export const TROUBLES: Record<LinkTrouble, string> = {
  slow: 'every answer is late',
  silent: 'nothing arrives in either direction',
  'deaf server': 'nothing that is sent arrives',
  'deaf client': 'no answer arrives',
  reset: 'every connection is reset',
  torn: 'answers break off in the middle',
  'commit lost': 'transactions are committed, their answers are lost',
};

/**
 * What may be wrong with which line. COMMIT is a word of databases, and only they are slow by 300
 * ms: others have more to lose.
 */
export function troublesOf(link: string): LinkTrouble[] {
  const all: LinkTrouble[] = ['slow', 'silent', 'deaf server', 'deaf client', 'reset', 'torn'];
  return link.endsWith('→postgres') ? [...all, 'commit lost', 'commit lost'] : all;
}

/** Seconds for which a trouble lasts. */
export function lastsSeconds(trouble: LinkTrouble): number {
  if (trouble === 'reset') return 2;
  return trouble === 'torn' || trouble === 'commit lost' ? 4 : trouble === 'slow' ? 6 : 12;
}

/** Seconds after which everything that such a trouble left behind has met its own deadline. */
export function aftermathSeconds(trouble: LinkTrouble | undefined): number {
  // A connection that a silence made deaf stays so; a statement on it ends 12 s after it was sent.
  return trouble === 'silent' || trouble?.startsWith('deaf') ? 15 : 3;
}

function faultsOf(trouble: LinkTrouble, link: string, random: Random): Faults {
  switch (trouble) {
    case 'slow':
      return { toClient: { latencyMs: link.endsWith('→postgres') ? 300 : 1_500 } };
    case 'silent':
      return { toServer: { hang: 'lose' }, toClient: { hang: 'lose' } };
    case 'deaf server':
      return { toServer: { hang: 'lose' } };
    case 'deaf client':
      return { toClient: { hang: 'lose' } };
    case 'reset':
      return { connections: 'reset' };
    case 'torn':
      return { toClient: { limitBytes: random.pick([10, 200, 1_000, 4_000]) } };
    case 'commit lost':
      return { loseAnswersTo: /commit/i };
  }
}

/** Breaks a line for a while and heals it. */
export async function troubleLink(
  links: Links,
  link: string,
  trouble: LinkTrouble,
  seconds: number,
  random: Random,
): Promise<void> {
  await links.set(link, faultsOf(trouble, link, random));
  await sleep(seconds * 1_000);
  await links.set(link, {});
}
