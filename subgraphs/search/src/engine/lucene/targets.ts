import type { IndexNames } from './index-names.js';
import type { LuceneServer } from './lucene-server.js';
import { EngineAwayError } from './transport.js';

/**
 * Which product index does what, as their aliases say: they are changed atomically, so there is no
 * second truth.
 */
export interface Targets {
  active: string;
  /** One; more for a moment, when a rebuild that was thought dead still moves. */
  building: string[];
  previous: string | undefined;
  /** All product indices. */
  all: string[];
}

/** Reads the aliases; undefined when no index answers yet. */
export async function findTargets(
  server: LuceneServer,
  names: IndexNames,
): Promise<Targets | undefined> {
  const indices = await server.read<Record<string, { aliases: Record<string, unknown> }>>(
    `/${names.anyProducts}/_alias`,
  );
  const withAlias = (alias: string) =>
    Object.keys(indices).filter((index) => alias in indices[index]!.aliases);
  const [active] = withAlias(names.products);
  if (active === undefined) return undefined;
  return {
    active,
    building: withAlias(names.building),
    previous: withAlias(names.previous)[0],
    all: Object.keys(indices),
  };
}

/** Reads the aliases. Throws EngineAwayError when no index answers. */
export async function targetsOf(server: LuceneServer, names: IndexNames): Promise<Targets> {
  const targets = await findTargets(server, names);
  if (!targets) throw new EngineAwayError('refused', `no index has the alias ${names.products}`);
  return targets;
}

/** Indices that live changes are written to. */
export function liveIndices(targets: Targets): string[] {
  return [...new Set([targets.active, ...targets.building])];
}
