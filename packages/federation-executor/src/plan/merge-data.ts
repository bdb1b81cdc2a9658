import type { Data } from '../response/response-shape.js';

const isObject = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Merges what a subgraph answered into what is there. A null of one subgraph does not take away
 * what another one has given; lists of the same length are merged item by item, since they are the
 * same list seen by two owners.
 */
export function merge(target: Data, source: Data): void {
  for (const key of Object.keys(source)) {
    const value = source[key];
    if (value === undefined) continue;
    const there = Object.hasOwn(target, key) ? target[key] : undefined;
    if (there === undefined || there === null) set(target, key, value);
    else if (value === null) continue;
    else if (isObject(there) && isObject(value)) {
      if (there !== value) merge(there, value);
    } else if (Array.isArray(there) && Array.isArray(value) && there.length === value.length)
      mergeLists(there, value);
    else set(target, key, value);
  }
}

function mergeLists(target: unknown[], source: readonly unknown[]): void {
  source.forEach((value, index) => {
    const there = target[index];
    if (isObject(there) && isObject(value)) {
      if (there !== value) merge(there, value);
    } else if (Array.isArray(there) && Array.isArray(value) && there.length === value.length)
      mergeLists(there, value);
    else if (value !== null || there === undefined) target[index] = value;
  });
}

function set(target: Data, key: string, value: unknown): void {
  if (key !== '__proto__') target[key] = value;
  // A plain assignment would change the prototype; it is a legal alias.
  else
    Object.defineProperty(target, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
}

/** A copy that shares nothing that merging changes. */
export function copyOf<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copyOf) as T;
  if (!isObject(value)) return value;
  const copy: Data = {};
  for (const key of Object.keys(value)) set(copy, key, copyOf(value[key]));
  return copy as T;
}
