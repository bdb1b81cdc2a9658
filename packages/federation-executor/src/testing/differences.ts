import { isDeepStrictEqual } from 'node:util';
import type { GraphQLSchema } from 'graphql';
import {
  executeMerged,
  type Behaviour,
  type FederatedGraph,
  type RunResult,
} from './federated-graph.js';
import type { Faults, World } from './fake-world.js';
import { expectedErrors } from './expected-errors.js';
import { generateOperation, type GeneratedOperation } from './generate-operation.js';
import { hash, random } from './random.js';

/**
 * Faults of a comparison: none, or a choice of failing fields, missing entities and subgraphs that
 * are down.
 */
export type FaultMix = 'none' | 'all';

/**
 * Runs a generated operation through both executors (and without federation when nothing fails);
 * says what differs, in sentences.
 */
export async function differences(
  graph: FederatedGraph,
  world: World,
  seed: number,
  mix: FaultMix,
): Promise<string[]> {
  const operation = generateOperation(graph.api, seed);
  const behaviour =
    mix === 'none'
      ? { resolver: (subgraph: string) => world.resolver(subgraph) }
      : faultyBehaviour(graph, world, seed);
  world.takeLog();
  const own = await graph.run('own', operation, behaviour);
  const ownLog = world.takeLog();
  const found: string[] = [];
  const differ = (what: string, one: unknown, other: unknown) => {
    if (!isDeepStrictEqual(one, other))
      found.push(`${what}: ${JSON.stringify(one)} instead of ${JSON.stringify(other)}`);
  };
  if (mix === 'none') {
    const merged = await executeMerged(graph.api, operation, world.resolver('api'));
    // As text: the order of the keys is part of the answer.
    differ('data without federation', JSON.stringify(own.data), JSON.stringify(merged.data));
    differ('errors without federation', own.errors, []);
    differ('mutations without federation', ownLog, world.takeLog());
  }
  const apollo = await graph.run('apollo', operation, behaviour).catch((error: Error) => error);
  const againstApollo: string[] = [];
  if (!(apollo instanceof Error)) {
    const apolloLog = world.takeLog();
    if (!isDeepStrictEqual(ownLog, apolloLog))
      againstApollo.push(`mutations ${ownLog.join()} instead of ${apolloLog.join()}`);
    const [one, other] = [plain(own.data), plain(apollo.data)];
    if (!isDeepStrictEqual(one, other))
      againstApollo.push(`data ${JSON.stringify(one)} instead of ${JSON.stringify(other)}`);
    againstApollo.push(
      ...compareErrors(
        { schema: graph.api, ...operation },
        own,
        apollo,
        behaviour.down ?? new Set(),
      ),
    );
  } else if (!/any options for __/.test(apollo.message)) throw apollo; // it cannot plan conditions inside introspection
  if (againstApollo.length > 0 && (await isApolloRight(graph, world, operation)))
    found.push(...againstApollo);
  return found.map(
    (text) => `${text} for ${operation.source} ${JSON.stringify(operation.variables)}`,
  );
}

function faultyBehaviour(graph: FederatedGraph, world: World, seed: number): Behaviour {
  const rng = random(seed);
  const down = new Set(rng.chance(0.4) ? [rng.pick([...graph.schemas.keys()])] : []);
  const faults: Faults = {
    ...(rng.chance(0.5)
      ? { isMissing: (subgraph, identity) => hash(`${seed}${subgraph}${identity}`) % 4 === 0 }
      : {}),
    ...(rng.chance(0.5) ? { throws: (place) => hash(`${seed}${place}`) % 12 === 0 } : {}),
  };
  return { resolver: (subgraph) => world.resolver(subgraph, faults), down };
}

/**
 * False for the operations that @apollo/gateway carries out differently from the schema even when
 * nothing fails: it drops fragments on an object type inside fragments on one of its interfaces,
 * and does not send a mutation of whose payload the variables leave nothing. Those are no measure.
 */
async function isApolloRight(
  graph: FederatedGraph,
  world: World,
  operation: GeneratedOperation,
): Promise<boolean> {
  const apollo = await graph.run('apollo', operation, {
    resolver: (subgraph) => world.resolver(subgraph),
  });
  const apolloLog = world.takeLog();
  const merged = await executeMerged(graph.api, operation, world.resolver('api'));
  return (
    isDeepStrictEqual(apolloLog, world.takeLog()) &&
    isDeepStrictEqual(plain(apollo.data), plain(merged.data))
  );
}

const plain = (value: unknown): unknown =>
  value === undefined ? undefined : JSON.parse(JSON.stringify(value));

/**
 * Every error of @apollo/gateway is told here. Beyond them only this is told: fields that could not
 * even be asked for, because what they require comes from a subgraph that is down. Of several errors
 * that null the same object GraphQL tells one, whichever comes first.
 */
function compareErrors(
  asked: GeneratedOperation & { schema: GraphQLSchema },
  own: RunResult,
  apollo: RunResult,
  down: ReadonlySet<string>,
): string[] {
  const text = ({ message, path, code }: RunResult['errors'][number]) =>
    `${path}: ${String(code)} ${message}`;
  // A field that is written twice is still one place.
  const left = [...new Set(own.errors.map(text))];
  const found: string[] = [];
  const unpaired: RunResult['errors'] = [];
  const expected = expectedErrors(asked, apollo.errors);
  for (const error of new Map(expected.map((one) => [text(one), one])).values()) {
    const index = left.indexOf(text(error));
    if (index >= 0) left.splice(index, 1);
    else unpaired.push(error);
  }
  for (const error of unpaired) {
    const place = nulledAbove(own.data, error.path);
    const index = own.errors.findIndex(
      (other) => left.includes(text(other)) && nulledAbove(own.data, other.path) === place,
    );
    if (place === undefined || index < 0) found.push(`not told: ${text(error)}`);
    else left.splice(left.indexOf(text(own.errors[index]!)), 1);
  }
  for (const error of own.errors) {
    if (!left.includes(text(error))) continue;
    const isCausedByDown =
      down.size > 0 &&
      error.code === 'SUBGRAPH_UNAVAILABLE' &&
      (valueAt(own.data, error.path ?? '') ?? null) === null;
    if (!isCausedByDown) found.push(`told for nothing: ${text(error)}`);
  }
  return found;
}

/** The object above a failed field that is null because of it; undefined when none is. */
function nulledAbove(data: unknown, path: string | undefined): string | undefined {
  const steps = path?.split('.') ?? [];
  for (let length = 1; length < steps.length; length++) {
    const above = steps.slice(0, length).join('.');
    if ((valueAt(data, above) ?? null) === null) return above;
  }
  return undefined;
}

function valueAt(data: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, step) => (value as Record<string, unknown> | null | undefined)?.[step],
      data,
    );
}
