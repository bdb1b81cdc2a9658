import type { ConnectionOf } from './paging.js';

/** The page with a totalCount that is counted only when a client asks for it. */
export function counted<T>(page: ConnectionOf<T>, count: () => Promise<number>): ConnectionOf<T> {
  return Object.defineProperty(page, 'totalCount', { get: count, enumerable: true });
}
