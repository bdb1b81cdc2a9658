/** One entry of package-lock.json (version 3), as far as it is read here. */
export interface LockedPackage {
  name?: string;
  version?: string;
  resolved?: string;
  integrity?: string;
  link?: boolean;
  hasInstallScript?: boolean;
  dev?: boolean;
  optional?: boolean;
  optionalDependencies?: Record<string, string>;
  os?: string[];
  cpu?: string[];
  libc?: string[];
}

/**
 * Lowest versions without a known hole that matters here; a package that is not installed cannot be
 * too old.
 */
const VERSION_FLOORS: Record<string, string> = {
  '@apollo/gateway': '2.13.2',
  '@apollo/query-planner': '2.13.2',
  '@apollo/server': '5.5.0',
  '@escape.tech/graphql-armor': '3.2.0',
  '@fastify/busboy': '3.2.1',
  '@mikro-orm/core': '7.1.7',
  '@mikro-orm/postgresql': '7.1.7',
  '@mikro-orm/sql': '7.1.7',
  busboy: '1.0.0',
  graphql: '16.11.0',
  'graphql-upload': '15.0.0',
};

function isBelow(version: string, floor: string): boolean {
  // A release candidate of the floor itself is still below it, so the part after "-" counts as less
  // than nothing.
  const parts = (text: string) => (text.split('-')[0] ?? '').split('.').map(Number);
  const [a, b] = [parts(version), parts(floor)];
  const at = a.findIndex((part, index) => part !== b[index]);
  return at === -1 ? version.includes('-') : (a[at] ?? 0) < (b[at] ?? 0);
}

/**
 * Everything about the lockfile that would let unreviewed code in; empty when all is well. Works
 * without a network.
 */
export function lockfileProblems(
  packages: Record<string, LockedPackage>,
  allowedScripts: Record<string, boolean>,
): string[] {
  const problems: string[] = [];
  for (const [path, entry] of Object.entries(packages)) {
    const [, name] = /(?:^|.*\/)node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path) ?? [];
    if (!name) continue;
    if (entry.link) {
      if (
        !/^packages\/[a-z-]+$|^subgraphs\/[a-z-]+(\/events)?$|^gateway$|^shop$/.test(
          entry.resolved ?? '',
        )
      )
        problems.push(`${path} links to ${entry.resolved}, which is no workspace`);
      continue;
    }
    if (!/^\d+\.\d+\.\d+(-[\w.-]+)?(\+[\w.-]+)?$/.test(entry.version ?? ''))
      problems.push(`${path} has the version ${entry.version}, not one of a registry`);
    // Binaries of other platforms stand in the lockfile even if the registry at hand does not carry
    // them (platform-entries.ts).
    const elsewhere =
      entry.optional &&
      entry.cpu &&
      entry.integrity === undefined &&
      !(entry.os?.includes('linux') && entry.libc?.[0] !== 'musl' && entry.cpu.includes('x64'));
    if (!elsewhere && !entry.integrity?.startsWith('sha512-'))
      problems.push(`${path} has no sha512 integrity`);
    if (entry.resolved !== undefined)
      problems.push(`${path} names its source: install with the .npmrc of this repository`);
    const floor = VERSION_FLOORS[entry.name ?? name];
    if (floor && isBelow(entry.version ?? '0.0.0', floor))
      problems.push(`${path} is ${entry.version}, below ${floor}`);
    if (entry.hasInstallScript && allowedScripts[name] === undefined)
      problems.push(
        `${path} has an install script that package.json allowScripts does not decide on`,
      );
  }
  return problems;
}
