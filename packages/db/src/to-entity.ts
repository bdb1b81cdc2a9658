/** Makes an entity of a row as the driver delivers it: snake_case columns, instants as text, bigint as text. */
export function toEntity<T extends object>(entityClass: new () => T, row: Record<string, unknown>): T {
  const entity = new entityClass() as Record<string, unknown>;
  for (const [column, value] of Object.entries(row)) {
    const name = column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    entity[name] = value === null ? null : convert(column, value);
  }
  return entity as T;
}

function convert(column: string, value: unknown): unknown {
  if (column.endsWith('_at')) return instant(value);
  // Prices are bigint in the database; the money rules keep them within 2^53-1.
  if (column.endsWith('price')) return Number(value);
  return value;
}

/** An instant as the driver delivers it (text or Date). */
export function instant(value: unknown): Date {
  return value instanceof Date ? value : new Date(String(value));
}
