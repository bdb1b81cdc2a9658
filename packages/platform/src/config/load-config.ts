import type { z } from 'zod';
import { ConfigurationError } from './configuration-error.js';
import { toConfig, type Config } from './config.js';
import { environmentFields } from './environment-schema.js';
import { ALL_NEEDS, type Need } from './needs.js';
import { embeddedProblems, readFields, type Circumstances } from './read-fields.js';
import { readKafka } from './read-kafka.js';
import { readLimits } from './read-limits.js';
import { readKeys, readSecrets } from './secrets.js';
import {
  addressedSubgraphs,
  addressVariable,
  databaseVariable,
  subgraphFields,
} from './subgraph-fields.js';

/** A subgraph whose variables are read: its name, and the fields that only it declares. */
export interface ConfiguredSubgraph {
  name: string;
  config?: z.ZodRawShape;
}

/**
 * Reads and checks the environment. Throws ConfigurationError with every problem found. `subgraphs`
 * are those that run in this process; `defaults` stand in for variables that are not set; `needs`
 * are the common secrets and engines that production must name: one process is not told what only
 * others use.
 */
export function loadConfig(
  env: Record<string, string | undefined> | undefined = process.env,
  subgraphs: readonly ConfiguredSubgraph[] = [],
  defaults: Record<string, string> = {},
  needs: readonly Need[] = ALL_NEEDS,
): Config {
  const set = Object.entries(env).filter(([, value]) => value !== undefined && value !== '');
  const given: Record<string, string | undefined> = { ...defaults, ...Object.fromEntries(set) };
  const problems: string[] = [];
  const circumstances: Circumstances = {
    production: given['NODE_ENV'] === 'production',
    // Of the common fields, addresses that depend on others are judged below, when those are known.
    allowEmbedded: true,
    dataDir: given['DATA_DIR'] ?? environmentFields.DATA_DIR.parse(undefined),
  };
  const common = readFields(environmentFields, given, { ...circumstances, needs }, problems);
  circumstances.allowEmbedded = common?.ALLOW_EMBEDDED ?? true;
  readFields(namedFields(given, subgraphs), given, circumstances, problems);
  for (const { config = {} } of subgraphs) readFields(config, given, circumstances, problems);
  const limits = readLimits(given, problems);
  if (!common) throw new ConfigurationError(problems);
  if (common.SAFELIST !== 'off' && !common.OPERATION_MANIFEST) {
    problems.push(
      'SAFELIST: needs OPERATION_MANIFEST, the file with the operations of the clients',
    );
  }
  const keys = readKeys(common, { ...circumstances, needs }, problems);
  const kafka = readKafka(common, problems);
  // The embedded log lies in the shop's own database: whoever can write there can write orders.
  const signed = kafka && (needs.includes('BUS_URL') || common.EVENT_SECRET);
  const eventSecrets = signed
    ? readSecrets('EVENT_SECRET', common.EVENT_SECRET, circumstances, problems)
    : [];
  const config = toConfig(common, { ...keys, kafka, eventSecrets }, limits, given);
  const { databaseUrl: DATABASE_URL, kvUrl: KV_URL, cacheUrl: CACHE_URL, busUrl: BUS_URL } = config;
  problems.push(
    ...embeddedProblems({ DATABASE_URL, KV_URL, CACHE_URL, BUS_URL }, { ...circumstances, needs }),
  );
  if (circumstances.production && trustsEverybody(config.trustProxy)) {
    problems.push(
      'TRUST_PROXY: believes whatever address a client writes; name the number of proxies in front of the gateway (1) or their addresses',
    );
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
  return config;
}

/**
 * The variables of subgraphs: all addresses that are set, and the databases of those that run here.
 */
function namedFields(
  env: Record<string, string | undefined>,
  subgraphs: readonly ConfiguredSubgraph[],
): z.ZodRawShape {
  const pick = (name: string, variable: string) =>
    [variable, subgraphFields(name)[variable]!] as const;
  return Object.fromEntries([
    ...addressedSubgraphs(env).map((name) => pick(name, addressVariable(name))),
    ...subgraphs.map(({ name }) => pick(name, databaseVariable(name))),
  ]);
}

/** Also by networks that hold every address. */
function trustsEverybody(trustProxy: Config['trustProxy']): boolean {
  return (
    trustProxy === true ||
    (typeof trustProxy === 'string' &&
      trustProxy.split(',').some((part) => /\/0+$/.test(part.trim())))
  );
}
