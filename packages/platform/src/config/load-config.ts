import { z } from 'zod';
import { toConfig, type Config } from './config.js';
import { environmentSchema } from './environment-schema.js';
import { readLimits } from './read-limits.js';
import { readSecrets } from './secrets.js';

/** All configuration problems at once; the process ends with code 78 (EX_CONFIG). */
export class ConfigurationError extends Error {
  override name = 'ConfigurationError';
  constructor(readonly problems: readonly string[]) {
    super(`The configuration has ${problems.length} problem(s):\n${problems.map((p) => `  - ${p}`).join('\n')}`);
  }
}

export const EXIT_CONFIGURATION = 78;

/** Adapters that keep their data in this process or machine. */
const EMBEDDED = ['pglite:', 'memory:', 'pg:', 'file:', 'test:'];

/**
 * Reads and checks the environment. Throws ConfigurationError with every problem found. `extra` are fields that one subgraph needs
 * besides the common ones; `defaults` stand in for variables that are not set.
 */
export function loadConfig(
  env: Record<string, string | undefined> | undefined = process.env,
  extra: z.ZodRawShape[] = [],
  defaults: Record<string, string> = {},
): Config {
  const set = Object.entries(env).filter(([, value]) => value !== undefined && value !== '');
  const given = { ...defaults, ...Object.fromEntries(set) };
  const problems: string[] = [];
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) problems.push(...lines(parsed.error));
  for (const shape of extra) {
    const result = z.object(shape).safeParse(given);
    if (!result.success) problems.push(...lines(result.error));
  }
  const limits = readLimits(given, problems);
  if (!parsed.success) throw new ConfigurationError(problems);
  // Half a pair would quietly fall back to the credentials of the machine.
  if (!parsed.data.S3_ACCESS_KEY_ID !== !parsed.data.S3_SECRET_ACCESS_KEY) {
    problems.push('S3_ACCESS_KEY_ID / S3_SECRET_ACCESS_KEY: set both or none');
  }
  if (parsed.data.SAFELIST !== 'off' && !parsed.data.OPERATION_MANIFEST) {
    problems.push('SAFELIST: needs OPERATION_MANIFEST, the file with the operations of the clients');
  }
  const secrets = readSecrets(parsed.data, problems);
  const config = toConfig(parsed.data, secrets, limits, given);
  if (config.nodeEnv === 'production' && !parsed.data.ALLOW_EMBEDDED) problems.push(...embeddedProblems(config));
  if (config.nodeEnv === 'production' && trustsEverybody(config.trustProxy)) {
    problems.push(
      'TRUST_PROXY: believes whatever address a client writes; name the number of proxies in front of the gateway (1) or their addresses',
    );
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
  return config;
}

/** Also by networks that hold every address. */
function trustsEverybody(trustProxy: Config['trustProxy']): boolean {
  return trustProxy === true || (typeof trustProxy === 'string' && trustProxy.split(',').some((part) => /\/0+$/.test(part.trim())));
}

function lines(error: z.ZodError): string[] {
  return error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
}

function embeddedProblems(config: Config): string[] {
  const urls = {
    DATABASE_URL: config.databaseUrl,
    KV_URL: config.kvUrl,
    CACHE_URL: config.cacheUrl,
    BUS_URL: config.busUrl,
    SEARCH_URL: config.searchUrl,
    BLOB_URL: config.blobUrl,
    PAYMENT_URL: config.paymentUrl,
    MAIL_URL: config.mailUrl,
  };
  return Object.entries(urls)
    .filter(([, url]) => EMBEDDED.some((scheme) => url.startsWith(scheme)))
    .map(([name, url]) => `${name}: ${url.split(':')[0]}: is an embedded adapter; production needs a real one, or ALLOW_EMBEDDED=1`);
}
