import type { Data } from '../response/response-shape.js';

/** A response path with `@` for the items of a list. */
export type FlatPath = readonly string[];

/** Where a value hangs: `holder[key]`. */
export interface Slot {
  holder: Record<string | number, unknown>;
  key: string | number;
}

/** The places that a path leads to; objects that stand in several places are entered once. */
export function slotsAt(root: Data, path: FlatPath): Slot[] {
  let holders: unknown[] = [root];
  for (let step = 0; step < path.length - 1; step++) {
    const next: unknown[] = [];
    const key = path[step]!;
    for (const holder of holders) {
      if (key === '@') {
        if (Array.isArray(holder))
          for (const item of holder) if (typeof item === 'object' && item !== null) next.push(item);
      } else {
        const value = own(holder, key);
        if (typeof value === 'object' && value !== null) next.push(value);
      }
    }
    holders = next.length > 1 ? [...new Set(next)] : next;
  }
  const slots: Slot[] = [];
  const last = path.at(-1);
  for (const holder of holders) {
    if (last !== '@') slots.push({ holder: holder as Slot['holder'], key: last! });
    else if (Array.isArray(holder))
      for (let key = 0; key < holder.length; key++) slots.push({ holder: holder as never, key });
  }
  return slots;
}

/** The value of a property that the object has itself. */
export function own(holder: unknown, key: string): unknown {
  return Object.hasOwn(holder as object, key) ? (holder as Data)[key] : undefined;
}

/**
 * All places of objects along a path, with their paths in the answer; stops when `visit` says so.
 * Only needed to locate errors.
 */
export function forEachPlace(
  root: Data,
  path: FlatPath,
  visit: (object: object, place: (string | number)[]) => boolean,
): void {
  const place: (string | number)[] = [];
  const walk = (value: unknown, step: number): boolean => {
    if (typeof value !== 'object' || value === null) return true;
    const key = path[step];
    if (key === undefined) return Array.isArray(value) || visit(value, [...place]);
    if (key !== '@') {
      place.push(key);
      const goOn = walk(own(value, key), step + 1);
      place.pop();
      return goOn;
    }
    return (
      !Array.isArray(value) ||
      value.every((item, index) => {
        place.push(index);
        const goOn = walk(item, step + 1);
        place.pop();
        return goOn;
      })
    );
  };
  walk(root, 0);
}
