import { z } from 'zod';

/** A URL whose scheme is one of the adapters of a port. */
export function adapterUrl(schemes: readonly string[], description: string) {
  return z
    .string()
    .refine((url) => schemes.some((scheme) => url.startsWith(scheme)), { error: `must start with one of: ${schemes.join(' | ')}` })
    .describe(description);
}

/** TCP port; 0 takes a free one. */
export const portField = (description: string) => z.coerce.number().int().min(0).max(65_535).describe(description);

/** `true`/`1`/`yes` or `false`/`0`/`no`. */
export const booleanField = (description: string) =>
  z.stringbool({ truthy: ['true', '1', 'yes'], falsy: ['false', '0', 'no'], error: 'must be true or false' }).describe(description);

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

/** Comma-separated URLs, kept as one text. */
export const urlListField = (description: string) =>
  z
    .string()
    .refine((text) => text.split(',').every((url) => URL.canParse(url.trim())), {
      error: 'must be a URL or a comma-separated list of URLs',
    })
    .describe(description);
