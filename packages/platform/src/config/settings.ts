import type { z } from 'zod';
import { ConfigurationError } from './configuration-error.js';
import type { Config } from './config.js';
import { readFields } from './read-fields.js';

const known = new WeakMap<Config, Map<z.ZodRawShape, unknown>>();

/**
 * The values of fields that only one subgraph declares (`config` of its definition); they are
 * checked at start with all others. Throws ConfigurationError when they are wrong.
 */
export function settingsOf<F extends z.ZodRawShape>(
  config: Config,
  fields: F,
): z.infer<z.ZodObject<F>> {
  const read = known.get(config) ?? new Map<z.ZodRawShape, unknown>();
  known.set(config, read);
  if (!read.has(fields)) {
    const problems: string[] = [];
    const values = readFields(fields, config.raw, config, problems);
    if (!values || problems.length > 0) throw new ConfigurationError(problems);
    read.set(fields, values);
  }
  return read.get(fields) as z.infer<z.ZodObject<F>>;
}
