/** A reference as the gateway sends it: the fields of one key. */
export type Reference = Record<string, unknown>;

/** Whether a text can be an id of this kind at all; anything else need not reach the database. */
export function isId(prefix: string, value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.startsWith(`${prefix}_`) &&
    /^[0-9a-f-]{36}$/.test(value.slice(prefix.length + 1))
  );
}

/** The ids of references, in their order. */
export function idsOf(references: readonly Reference[]): string[] {
  return references.map((reference) => String(reference['id']));
}
