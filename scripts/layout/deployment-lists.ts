import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { NODE_SUBGRAPH } from '../../gateway/src/node/node-subgraph.js';
import { walk } from './walk.js';

function differences(where: string, found: string[], listed: string[]): string[] {
  return [
    ...listed
      .filter((name) => !found.includes(name))
      .map((name) => `${where}: ${name} is missing, but rover.yaml lists it`),
    ...found
      .filter((name) => !listed.includes(name))
      .map((name) => `${where}: ${name} is not in rover.yaml`),
  ];
}

/**
 * The compose file either has no subgraph (engines only) or all of them; other services are engines
 * and not judged.
 */
function compose(root: string, listed: string[]): string[] {
  const path = 'docker-compose.yml';
  if (!existsSync(join(root, path))) return [];
  const file = parse(readFileSync(join(root, path), 'utf8')) as {
    services?: Record<string, unknown>;
  } | null;
  const found = Object.keys(file?.services ?? {}).filter((name) => listed.includes(name));
  return found.length ? differences(path, found, listed) : [];
}

/** What a chart makes services of; npm run docs writes it. */
function helm(root: string, listed: string[]): string[] {
  return walk(root, ['deploy'])
    .filter((path) => /helm\/[^/]+\/services\.yaml$/.test(path))
    .flatMap((path) => {
      const services = parse(readFileSync(join(root, path), 'utf8')) as Record<string, unknown>;
      return differences(path, Object.keys(services), ['gateway', ...listed]).map(
        (problem) => `${problem}: run npm run docs`,
      );
    });
}

function schemas(root: string, listed: string[]): string[] {
  const folder = join(root, 'schema/subgraphs');
  if (!existsSync(folder)) return [];
  const found = readdirSync(folder)
    .map((file) => file.replace(/\.graphql$/, ''))
    .filter((name) => name !== NODE_SUBGRAPH);
  return differences('schema/subgraphs', found, listed).map(
    (problem) => `${problem}: run npm run schema`,
  );
}

/** Everything outside the code that repeats the list of subgraphs. */
export function deploymentLists(root: string, listed: string[]): string[] {
  return [...compose(root, listed), ...helm(root, listed), ...schemas(root, listed)];
}
