import type { FetchDataRewrite } from '@apollo/query-planner';
import type { Data } from '../response/response-shape.js';
import type { MatchesType } from './type-conditions.js';

const TYPE_STEP = '... on ';

/**
 * Changes data in place as the planner wants it: set a value (the type of an interface object), or
 * undo one of its aliases.
 */
export function rewrite(
  data: unknown,
  rewrites: readonly FetchDataRewrite[],
  matchesType: MatchesType,
): void {
  for (const one of rewrites) {
    const last = one.path.at(-1);
    if (last === undefined) continue;
    forEachAt(data, one.path, one.path.length - 1, 0, matchesType, (object) => {
      if (one.kind === 'ValueSetter') object[last] = one.setValueTo as unknown;
      else if (Object.hasOwn(object, last) && object[last] !== undefined) {
        object[one.renameKeyTo] = object[last];
        delete object[last];
      }
    });
  }
}

function forEachAt(
  value: unknown,
  path: readonly string[],
  end: number,
  from: number,
  matchesType: MatchesType,
  change: (object: Data) => void,
): void {
  if (Array.isArray(value)) {
    for (const item of value) forEachAt(item, path, end, from, matchesType, change);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (from === end) return change(value as Data);
  const step = path[from]!;
  if (!step.startsWith(TYPE_STEP)) {
    if (Object.hasOwn(value, step))
      forEachAt((value as Data)[step], path, end, from + 1, matchesType, change);
    return;
  }
  const typename = (value as Data)['__typename'];
  // An object that does not say its type may be any.
  if (typeof typename !== 'string' || matchesType(typename, step.slice(TYPE_STEP.length))) {
    forEachAt(value, path, end, from + 1, matchesType, change);
  }
}

/** The planner's aliases with the keys that they stand for. */
export function renamedKeys(
  rewrites: readonly FetchDataRewrite[] | undefined,
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const one of rewrites ?? [])
    if (one.kind === 'KeyRenamer') names.set(one.path.at(-1) ?? '', one.renameKeyTo);
  return names;
}
