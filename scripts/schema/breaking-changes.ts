import { ChangeType, CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';
import { elementAt, hasExpired, isLeftover } from './expired.js';

/**
 * Changes that break a client of the old SDL. Removing what was deprecated with a day that has
 * passed does not count: the client was told. `today` is `YYYY-MM-DD`.
 */
export async function breakingChanges(
  oldSdl: string,
  newSdl: string,
  today: string,
): Promise<string[]> {
  const old = buildSchema(oldSdl);
  const now = buildSchema(newSdl);
  const changes = await diff(old, now);
  return changes
    .filter((change) => change.criticality.level === CriticalityLevel.Breaking)
    .filter((change) => {
      const path = change.path ?? '';
      if (change.type === ChangeType.TypeRemoved) return !isLeftover(old, now, path, today);
      return !(change.type.endsWith('_REMOVED') && hasExpired(elementAt(old, path), today));
    })
    .map((change) => change.message)
    .sort();
}
