/** The part of JSON Schema that zod prints for events. */
export interface JsonSchema {
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema | boolean;
  additionalProperties?: JsonSchema | boolean;
  anyOf?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  'x-schema-version'?: number;
  'x-topic'?: string;
  [keyword: string]: unknown;
}

/** Kinds of value a schema admits, as a text that is equal for equal kinds: `null|string`. */
function kinds(schema: JsonSchema): string {
  const all = (s: JsonSchema): string[] => {
    if (s.anyOf) return s.anyOf.flatMap(all);
    if (s.$ref) return [s.$ref];
    if (s.type) return [s.type].flat();
    return [...(s.enum ?? []), ...('const' in s ? [s.const] : [])].map((v) =>
      v === null ? 'null' : typeof v,
    );
  };
  return [...new Set(all(schema))].sort().join('|') || 'any';
}

/** Merges the object branches of a union, so that a nullable object is compared like an object. */
function branches(schema: JsonSchema): JsonSchema[] {
  return schema.anyOf ? schema.anyOf.flatMap(branches) : [schema];
}

function compare(old: JsonSchema, now: JsonSchema, path: string, raised: boolean): string[] {
  if (kinds(old) !== kinds(now))
    return [
      `${path}: was ${kinds(old)}, is ${kinds(now)}; keep the type and add a new field instead`,
    ];
  const oldBranches = branches(old).filter((b) => b.properties || b.items);
  const nowBranches = branches(now).filter((b) => b.properties || b.items);
  return oldBranches.flatMap((o, index) => {
    const n = nowBranches[index] ?? {};
    const removed = Object.entries(o.properties ?? {}).flatMap(([name, property]) => {
      const successor = n.properties?.[name];
      const wasRequired = o.required?.includes(name);
      // Consumers of the old version set a newer one aside until they can read it, instead of
      // missing the value.
      if (!successor)
        return wasRequired && !raised
          ? [`${path}.${name}: was required and is gone; keep it or raise schemaVersion`]
          : [];
      const optional =
        wasRequired && !n.required?.includes(name)
          ? [`${path}.${name}: was required, may now be missing; keep it required`]
          : [];
      return [...optional, ...compare(property, successor, `${path}.${name}`, raised)];
    });
    const added = (n.required ?? [])
      .filter((name) => !o.required?.includes(name) && !raised)
      .map(
        (name) =>
          `${path}.${name}: is newly required, but events already published lack it; make it optional or raise schemaVersion`,
      );
    const items =
      typeof o.items === 'object' && typeof n.items === 'object'
        ? compare(o.items, n.items, `${path}[]`, raised)
        : [];
    return [...removed, ...added, ...items];
  });
}

/**
 * What a change of an event's schema breaks: for consumers of the old one, and for events that were
 * published before.
 */
export function eventBreaks(type: string, old: JsonSchema, now: JsonSchema | undefined): string[] {
  if (!now) return [`${type}: is gone; consumers wait for it, keep publishing it`];
  const moved =
    old['x-topic'] !== now['x-topic']
      ? [
          `${type}: moved from topic ${old['x-topic']} to ${now['x-topic']}; its consumers listen to the old one`,
        ]
      : [];
  const raised = (now['x-schema-version'] ?? 1) > (old['x-schema-version'] ?? 1);
  const definitions = Object.entries(old.$defs ?? {}).flatMap(([name, definition]) =>
    compare(definition, now.$defs?.[name] ?? {}, `${type}#${name}`, raised),
  );
  return [...moved, ...compare(old, now, type, raised), ...definitions];
}
