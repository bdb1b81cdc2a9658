/** Names on the cluster. All carry the shop's prefix. */
export interface GroupNames {
  groupId: string;
  /** Dead letters, one partition, kept for as long as the settings say. */
  deadLetters: string;
  /** The offsets of those that were replayed, as keys. */
  replayed: string;
  /** Dead letters on their way back to this group alone. */
  retry: string;
  /** What an operator had put aside. */
  skipped: string;
}

/** The consumer group of a bus group and the topics that belong to it. */
export function groupNames(prefix: string, group: string): GroupNames {
  return {
    groupId: `${prefix}${group}`,
    deadLetters: `${prefix}${group}.dlq`,
    replayed: `${prefix}${group}.replayed`,
    retry: `${prefix}${group}.retry`,
    skipped: `${prefix}${group}.skipped`,
  };
}

/** Header of a replayed message: where the list of skipped ones ended then. */
export const SKIPS_HEADER = 'x-skips';

/** Headers that describe where a dead letter came from and why (docs/contract.md, Events). */
export const DEAD_LETTER_HEADERS = [
  'x-error',
  'x-topic',
  'x-partition',
  'x-offset',
  'x-attempts',
] as const;

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
  const ours = new Set<string>([...DEAD_LETTER_HEADERS, SKIPS_HEADER]);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ours.has(name)));
}
