import { z } from 'zod';

/** What a field is beside its type; see fieldKind. */
export type FieldKind = 'adapter' | 'secret';

/**
 * A URL whose scheme is one of the adapters of a port. In production those that keep their data in
 * the process or machine are refused.
 */
export function adapterUrl(schemes: readonly string[], description: string) {
  const kind: FieldKind = 'adapter';
  return z
    .string()
    .refine((url) => schemes.some((scheme) => url.startsWith(scheme)), {
      error: `must start with one of: ${schemes.join(' | ')}`,
    })
    .meta({ description, kind });
}

/**
 * A secret of at least 32 bytes, or several (NEW,OLD): the first one signs, all are accepted.
 * Required in production; elsewhere one is generated into DATA_DIR when it is not set, the same for
 * every process on that folder.
 */
export function secretField(description: string) {
  const kind: FieldKind = 'secret';
  return (
    z
      .string()
      .default('')
      // Checked, and made when there is none, once all settings are read: see readSecrets.
      .transform((text): string[] => text.split(','))
      .meta({ description: `${description} NEW,OLD: the first one signs, all are accepted.`, kind })
  );
}

/**
 * Whether a field is an address of an adapter or a secret; defaults and `optional()` around it do
 * not matter.
 */
export function fieldKind(field: z.core.$ZodType): FieldKind | undefined {
  const { kind } = (z.globalRegistry.get(field) ?? {}) as { kind?: FieldKind };
  if (kind) return kind;
  const { innerType } = field._zod.def as { innerType?: z.core.$ZodType };
  return innerType && fieldKind(innerType);
}

/** TCP port; 0 takes a free one. */
export const portField = (description: string) =>
  z.coerce.number().int().min(0).max(65_535).describe(description);

/** `true`/`1`/`yes` or `false`/`0`/`no`. */
export const booleanField = (description: string) =>
  z
    .stringbool({
      truthy: ['true', '1', 'yes'],
      falsy: ['false', '0', 'no'],
      error: 'must be true or false',
    })
    .describe(description);

/** Comma-separated list. */
export const listField = (description: string) =>
  z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    )
    .describe(description);

/** `key=value,key=value` with percent-encoded values, as a record. */
export const pairsField = (description: string) =>
  z
    .string()
    .transform((text, context): Record<string, string> => {
      const pairs = text.split(',').filter((pair) => pair.trim() !== '');
      try {
        return Object.fromEntries(
          pairs.map((pair) => {
            const [, key, value] = /^\s*([^=\s]+)\s*=\s*(.*?)\s*$/.exec(pair)!;
            return [key!, decodeURIComponent(value!)];
          }),
        );
      } catch {
        context.addIssue({
          code: 'custom',
          message: 'must be key=value,key=value with percent-encoded values',
        });
        return z.NEVER;
      }
    })
    .describe(description);

/** Comma-separated URLs, kept as one text. */
export const urlListField = (description: string) =>
  z
    .string()
    .refine((text) => text.split(',').every((url) => URL.canParse(url.trim())), {
      error: 'must be a URL or a comma-separated list of URLs',
    })
    .describe(description);
