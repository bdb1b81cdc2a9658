import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fieldKind } from '@emporium/platform/config/fields';
import { kafkaFields } from '@emporium/platform/config/kafka-fields';
import { ALL_NEEDS, GATEWAY_NEEDS, SUBGRAPH_NEEDS } from '@emporium/platform/config/needs';
import type { SubgraphDefinition } from '@emporium/platform/define-subgraph';
import { subgraphs } from '@emporium/shop/subgraphs';
import { repoRoot } from '../schema/repo-root.js';

const NAMES: readonly string[] = subgraphs.map(({ name }) => name);

/** The engine of the chart behind a variable. */
const ENGINES: Record<string, string> = {
  DATABASE_URL: 'database',
  KV_URL: 'keyValue',
  CACHE_URL: 'keyValue',
  BUS_URL: 'bus',
  SEARCH_URL: 'search',
  BLOB_URL: 'blob',
  PAYMENT_URL: 'payment',
  MAIL_URL: 'mail',
};

/** What a service asks of others, as its code has it. */
export interface CallsOfCode {
  /** Subgraphs that it calls. */
  calls: string[];
  engines: string[];
  /** Secrets and addresses that production must name. */
  needs: readonly string[];
  /** Secrets that it reads where they are given. */
  optional: readonly string[];
}

/** Subgraphs that the sources of one name as the target of an internal call. */
function callsOf(name: string): string[] {
  const folder = join(repoRoot, 'subgraphs', name, 'src');
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.ts') && !path.endsWith('.test.ts'),
  );
  const targets = sources.flatMap((path) =>
    [...readFileSync(join(folder, path), 'utf8').matchAll(/\bto: '([a-z]+)'/g)].map(
      ([, to]) => to!,
    ),
  );
  return NAMES.filter((other) => targets.includes(other));
}

const enginesOf = (needs: readonly string[]) => [
  ...new Set(needs.flatMap((need) => ENGINES[need] ?? [])),
];

/**
 * What a subgraph needs besides what each one does: of the common variables, and of those that it
 * declares itself.
 */
const ownNeeds = ({
  needs = [],
  config = {},
}: Pick<SubgraphDefinition, 'needs' | 'config'>): string[] => [
  ...needs,
  ...Object.keys(config).filter((name) => fieldKind(config[name]!)),
];
/** A cache of its own may be left out. */
const OPTIONAL = ['CACHE_URL'];
const required = (needs: readonly string[]) => needs.filter((name) => !OPTIONAL.includes(name));

/** Credentials among its own settings, by their names; what is needed anyway is not among them. */
const ownCredentials = ({ config = {} }: Pick<SubgraphDefinition, 'config'>): string[] =>
  Object.keys(config).filter(
    (name) => /_KEY(_ID)?$|_PASSWORD$/.test(name) && !fieldKind(config[name]!),
  );

/** A service on Kafka signs its events. */
const ON_KAFKA = [...SUBGRAPH_NEEDS, 'EVENT_SECRET'];
/** The cluster may want a log-in and certificates. */
const KAFKA_CREDENTIALS = Object.keys(kafkaFields).filter(
  (name) => name !== 'KAFKA_SASL_MECHANISM',
);

/** Either the common database, or one of its own: neither is required by itself. */
const databases = (name: string) => ['DATABASE_URL', `${name.toUpperCase()}_DATABASE_URL`];

/** The gateway, every subgraph, and the commands, by component. */
export function callsOfCode(): Map<string, CallsOfCode> {
  const ofCommands = [...new Set([...ALL_NEEDS, 'EVENT_SECRET', ...subgraphs.flatMap(ownNeeds)])];
  return new Map([
    [
      'gateway',
      {
        calls: [...NAMES],
        engines: enginesOf(GATEWAY_NEEDS),
        needs: required(GATEWAY_NEEDS),
        optional: OPTIONAL,
      },
    ],
    ...subgraphs.map((definition): [string, CallsOfCode] => {
      const all = [...ON_KAFKA, ...ownNeeds(definition)];
      return [
        definition.name,
        {
          calls: callsOf(definition.name),
          engines: enginesOf(all),
          needs: required(all).filter((name) => name !== 'DATABASE_URL'),
          optional: [
            ...databases(definition.name),
            ...OPTIONAL,
            ...KAFKA_CREDENTIALS,
            ...ownCredentials(definition),
          ],
        },
      ];
    }),
    ['command', { calls: [], engines: enginesOf(ofCommands), needs: ofCommands, optional: [] }],
  ]);
}
