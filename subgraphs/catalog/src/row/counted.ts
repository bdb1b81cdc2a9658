import type { ConnectionOf } from '@emporium/graphql/paging';

/** Adds a totalCount that is counted only when the field is asked for. */
export function counted<T>(page: ConnectionOf<T>, count: () => Promise<number>): ConnectionOf<T> {
  return Object.defineProperty(page, 'totalCount', { get: count, enumerable: true });
}
