/**
 * A row of a typed query as an instance of its entity class, for getters and for GraphQL, which
 * tells types by their class. For reading only: what the row lacks is undefined, and the ORM does
 * not watch it. Takes over the row object.
 */
export function asEntity<T extends object>(
  entityClass: abstract new () => T,
  row: { [K in keyof T]?: T[K] | undefined },
): T {
  // Setting the prototype passes by the setters of the ORM, which prepare for tracking changes and
  // cost more than everything else here.
  return Object.setPrototypeOf(row, entityClass.prototype as object) as T;
}
