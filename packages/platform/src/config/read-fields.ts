import { z } from 'zod';
import { fieldKind, type FieldKind } from './fields.js';
import { readSecrets } from './secrets.js';

/** Adapters that keep their data in this process or machine. */
const EMBEDDED = ['pglite:', 'memory:', 'pg:', 'file:', 'test:'];

/** What checking a field depends on beside its own value. */
export interface Circumstances {
  production: boolean;
  /** ALLOW_EMBEDDED. */
  allowEmbedded: boolean;
  dataDir: string;
  /** The secrets and engines that production must name; undefined = all that are read. */
  needs?: readonly string[];
}

/**
 * The values of these fields in the environment. Adds a readable line to `problems` for each that
 * is wrong, and returns undefined when one does not fit its type.
 */
export function readFields<F extends z.ZodRawShape>(
  fields: F,
  env: Record<string, unknown>,
  circumstances: Circumstances,
  problems: string[],
): z.infer<z.ZodObject<F>> | undefined {
  const parsed = z.object(fields).safeParse(env);
  if (!parsed.success) {
    problems.push(
      ...parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    );
    return undefined;
  }
  const values = parsed.data as Record<string, unknown>;
  for (const name of namesOf(fields, 'secret'))
    values[name] = readSecrets(name, env[name] as string | undefined, circumstances, problems);
  problems.push(...embeddedProblems(adapterUrls(fields, values), circumstances));
  return parsed.data;
}

/** The addresses of adapters among the values, by variable. */
export function adapterUrls(
  fields: z.ZodRawShape,
  values: Record<string, unknown>,
): Record<string, string> {
  return Object.fromEntries(
    namesOf(fields, 'adapter').flatMap((name) =>
      values[name] ? [[name, String(values[name])]] : [],
    ),
  );
}

/** One line per address that names an adapter which production does not take. */
export function embeddedProblems(
  urls: Record<string, string>,
  { production, allowEmbedded, needs }: Circumstances,
): string[] {
  if (!production || allowEmbedded) return [];
  return Object.entries(urls)
    .filter(
      ([name, url]) =>
        (!needs || needs.includes(name)) && EMBEDDED.some((scheme) => url.startsWith(scheme)),
    )
    .map(
      ([name, url]) =>
        `${name}: ${url.split(':')[0]}: is an embedded adapter; production needs a real one, or ALLOW_EMBEDDED=1`,
    );
}

const namesOf = (fields: z.ZodRawShape, kind: FieldKind) =>
  Object.keys(fields).filter((name) => fieldKind(fields[name]!) === kind);
