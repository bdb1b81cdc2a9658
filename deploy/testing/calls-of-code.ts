import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALL_NEEDS, GATEWAY_NEEDS, SUBGRAPH_NEEDS, type Need } from '@emporium/platform/config/needs';
import { subgraphs } from '@emporium/shop/subgraphs';
import { repositoryRoot } from './docker.js';

const NAMES: readonly string[] = subgraphs.map(({ name }) => name);

/** The engine of the chart behind a variable. */
const ENGINES: Partial<Record<Need, string>> = {
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
  needs: readonly Need[];
}

/** Subgraphs that the sources of one name as the target of an internal call. */
function callsOf(name: string): string[] {
  const folder = join(repositoryRoot, 'subgraphs', name, 'src');
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.ts') && !path.endsWith('.test.ts'),
  );
  const targets = sources.flatMap((path) =>
    [...readFileSync(join(folder, path), 'utf8').matchAll(/\bto: '([a-z]+)'/g)].map(([, to]) => to!),
  );
  return NAMES.filter((other) => targets.includes(other));
}

const enginesOf = (needs: readonly Need[]) => [...new Set(needs.flatMap((need) => ENGINES[need] ?? []))];

/** The gateway, every subgraph, and the commands, by component. */
export function callsOfCode(): Map<string, CallsOfCode> {
  return new Map([
    ['gateway', { calls: [...NAMES], engines: enginesOf(GATEWAY_NEEDS), needs: GATEWAY_NEEDS }],
    ...subgraphs.map(({ name, needs = [] }): [string, CallsOfCode] => {
      const all = [...SUBGRAPH_NEEDS, ...needs];
      return [name, { calls: callsOf(name), engines: enginesOf(all), needs: all }];
    }),
    ['command', { calls: [], engines: enginesOf(ALL_NEEDS), needs: ALL_NEEDS }],
  ]);
}
