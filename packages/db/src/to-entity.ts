const ofColumn = new Map<string, { property: string; convert(value: unknown): unknown }>();

/**
 * Makes an entity of a row as the driver delivers it: snake_case columns, instants as text, bigint as text. For reading only: what is not
 * in the row is undefined, and the ORM does not watch it.
 */
export function toEntity<T extends object>(entityClass: new () => T, row: Record<string, unknown>): T {
  const values: Record<string, unknown> = {};
  for (const column in row) {
    let known = ofColumn.get(column);
    if (!known) ofColumn.set(column, (known = { property: propertyOf(column), convert: converter(column) }));
    const value = row[column];
    values[known.property] = value === null ? null : known.convert(value);
  }
  // Last, so that the setters of the ORM, which prepare for tracking changes, are passed by: they cost more than everything else here.
  return Object.setPrototypeOf(values, entityClass.prototype as object) as T;
}

const propertyOf = (column: string) => column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

function converter(column: string): (value: unknown) => unknown {
  if (column.endsWith('_at')) return instant;
  // Prices are bigint in the database; the money rules keep them within 2^53-1.
  if (column.endsWith('price')) return Number;
  return (value) => value;
}

/** An instant as the driver delivers it (text or Date). */
export function instant(value: unknown): Date {
  return value instanceof Date ? value : new Date(String(value));
}
