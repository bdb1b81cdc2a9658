// Brings the metadata polyfill, which has to be there before any subgraph's decorators run.
import '@emporium/graphql/federated-schema';
import { environmentFields } from '@emporium/platform/config/environment-schema';
import { subgraphFields } from '@emporium/platform/config/subgraph-fields';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { effectiveLimits } from '../../gateway/src/gateway-config.js';
import { repoRoot } from '../schema/repo-root.js';
import { packageName } from '../subgraph-list/package-name.js';
import { SUBGRAPH_NAMES } from '../schema/subgraph-names.js';

/** One environment variable as the documentation shows it. */
export interface Variable {
  name: string;
  description: string;
  /** Empty = none, or it depends on others (then the description says so). */
  defaultValue: string;
  choices: string[];
  /** What reads it: `all`, `gateway` or a subgraph. */
  reader: string;
}

interface FieldSchema {
  description?: string;
  enum?: string[];
}

/** What the program gets when the variable is not set. */
function defaultOf(field: z.core.$ZodType | undefined): string {
  const parsed = field && z.safeParse(field, undefined);
  return parsed?.success && parsed.data !== undefined ? String(parsed.data) : '';
}

function fromFields(fields: z.ZodRawShape, reader: string): Variable[] {
  const { properties = {} } = z.toJSONSchema(z.object(fields), {
    io: 'input',
    unrepresentable: 'any',
  });
  return Object.entries(properties as Record<string, FieldSchema>).map(([name, field]) => ({
    name,
    description: field.description ?? '',
    defaultValue: defaultOf(fields[name]),
    choices: field.enum ?? [],
    reader,
  }));
}

/** `bodyBytes` → `LIMIT_BODY_BYTES`. */
const limitName = (key: string) => `LIMIT_${key.replace(/[A-Z]/g, '_$&').toUpperCase()}`;

/** Comments of the limits in the source, which is where they are written for programmers. */
function limitComments(): Map<string, string> {
  const source = readFileSync(join(repoRoot, 'gateway/src/gateway-config.ts'), 'utf8');
  return new Map(
    [...source.matchAll(/\/\*\* (.*?) \*\/\n {2}(\w+): number;/g)].map(
      ([, comment = '', key = '']) => [key, comment],
    ),
  );
}

function limits(): Variable[] {
  const comments = limitComments();
  const of = (nodeEnv: 'production' | 'development') =>
    effectiveLimits({ nodeEnv, limits: {} } as Parameters<typeof effectiveLimits>[0]);
  const development = of('development');
  return Object.entries(of('production')).map(([key, value]) => {
    const other = development[key as keyof typeof development];
    return {
      name: limitName(key),
      description: [comments.get(key), other === value ? '' : `${other} outside production.`]
        .filter(Boolean)
        .join(' '),
      defaultValue: String(value),
      choices: [],
      reader: 'gateway',
    };
  });
}

/**
 * Every variable that any part reads: the platform's, the two of every subgraph, then each
 * subgraph's own, then the gateway's limits.
 */
export async function allVariables(): Promise<Variable[]> {
  const common = SUBGRAPH_NAMES.map((name) => fromFields(subgraphFields(name), 'all'));
  const variables = [
    ...fromFields(environmentFields, 'all'),
    ...common.flatMap(([database]) => database!),
    ...common.flatMap(([, address]) => address!),
  ];
  for (const name of SUBGRAPH_NAMES) {
    if (!existsSync(join(repoRoot, 'subgraphs', name, 'src/subgraph.ts'))) continue;
    const module = (await import(`${packageName(name)}/subgraph`)) as Record<
      string,
      { config?: z.ZodRawShape } | undefined
    >;
    variables.push(...fromFields(module[name]?.config ?? {}, name));
  }
  return [...variables, ...limits()];
}
