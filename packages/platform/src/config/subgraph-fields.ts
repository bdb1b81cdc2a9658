import type { z } from 'zod';
import { adapterUrl, urlListField } from './fields.js';

/** The variable that names a subgraph's own database. */
export const databaseVariable = (name: string) => `${name.toUpperCase()}_DATABASE_URL`;
/** The variable that says where a subgraph listens when it is a process of its own. */
export const addressVariable = (name: string) => `SUBGRAPH_${name.toUpperCase()}_URL`;

/** The two variables that every subgraph has. */
export function subgraphFields(name: string): Record<string, z.ZodType<string | undefined>> {
  return {
    [databaseVariable(name)]: databaseField(name),
    [addressVariable(name)]: addressField(name),
  };
}

const databaseField = (name: string) =>
  adapterUrl(
    ['postgres://', 'postgresql://'],
    `Database of ${name}, instead of <name>_db on DATABASE_URL.`,
  ).optional();
const addressField = (name: string) =>
  urlListField(
    `Address of ${name} when it runs as a process of its own, e.g. http://${name}:4001/graphql; replicas are separated by commas.`,
  ).optional();

/** Names of the subgraphs that the environment gives an address. */
export function addressedSubgraphs(env: Record<string, unknown>): string[] {
  return Object.keys(env).flatMap((variable) => {
    const [, name] = /^SUBGRAPH_([A-Z]+)_URL$/.exec(variable) ?? [];
    return name ? [name.toLowerCase()] : [];
  });
}
