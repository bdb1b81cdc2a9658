/** Names on the cluster. All carry the shop's prefix. */
export interface GroupNames {
  groupId: string;
  /** Dead letters, one partition, kept for ever. */
  deadLetters: string;
  /** Dead letters on their way back to this group alone. */
  retry: string;
}

/** The consumer group of a bus group and the two topics that belong to it. */
export function groupNames(prefix: string, group: string): GroupNames {
  return { groupId: `${prefix}${group}`, deadLetters: `${prefix}${group}.dlq`, retry: `${prefix}${group}.retry` };
}

/** Headers that describe where a dead letter came from and why (contract.md, Events). */
export const DEAD_LETTER_HEADERS = ['x-error', 'x-topic', 'x-partition', 'x-offset', 'x-attempts'] as const;
/** Marks an entry of a dead letter topic that says: the letter at this offset was replayed. */
export const REPLAYED_HEADER = 'x-replayed';

type RawHeaders = Record<string, Buffer | string | (Buffer | string)[] | undefined> | undefined;

/** Headers as text; of a repeated one the last. */
export function textHeaders(raw: RawHeaders): Record<string, string> {
  const entries = Object.entries(raw ?? {}).flatMap(([name, value]) => {
    const last = Array.isArray(value) ? value.at(-1) : value;
    return last === undefined ? [] : [[name, last.toString()] as const];
  });
  return Object.fromEntries(entries);
}

/** The headers that the message itself was sent with. */
export function ownHeaders<T>(headers: Record<string, T>): Record<string, T> {
  const ours = new Set<string>([...DEAD_LETTER_HEADERS, REPLAYED_HEADER]);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ours.has(name)));
}
