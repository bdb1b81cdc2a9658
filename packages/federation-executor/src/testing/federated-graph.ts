import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GatewayExecutor } from '@apollo/server-gateway-interface';
import {
  execute,
  isAbstractType,
  parse,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLFieldResolver,
  type GraphQLSchema,
} from 'graphql';
import { pino } from 'pino';
import { dataObject } from '../response/serialized-data.js';
import { createExecutorGateway } from '../create-executor-gateway.js';
import { disableApolloTelemetry } from '@emporium/platform/config/apollo-telemetry';
import type { CallSubgraph } from '../call-subgraph.js';
import { createApolloGateway } from '../create-apollo-gateway.js';
import { stripSecurity } from '../supergraph/strip-security.js';

/** A fetch that reached a subgraph. */
export interface SeenFetch {
  subgraph: string;
  query: string;
  variables: Record<string, unknown>;
}

/** A graph that both executors can run, over subgraphs in this process. */
export interface FederatedGraph {
  api: GraphQLSchema;
  /** Schemas of the subgraphs by name. */
  schemas: ReadonlyMap<string, GraphQLSchema>;
  run(
    executor: 'own' | 'apollo',
    operation: OperationToRun,
    behaviour?: Behaviour,
  ): Promise<RunResult>;
}

export interface OperationToRun {
  source: string;
  document?: DocumentNode;
  variables?: Record<string, unknown>;
}

/** How subgraphs answer in one run. */
export interface Behaviour {
  resolver?: (subgraph: string) => GraphQLFieldResolver<unknown, unknown>;
  /** Subgraphs that give no answer. */
  down?: ReadonlySet<string>;
  /** Changes what a subgraph answers. */
  answer?: (subgraph: string, result: ExecutionResult) => unknown;
}

export interface RunResult {
  data?: Record<string, unknown> | null;
  errors: { message: string; path: string | undefined; code: unknown }[];
  /** What broke the schema's promise, as @apollo/gateway tells it. */
  nulls: string[];
  fetches: SeenFetch[];
}

/** Composes the subgraphs. Throws when they do not compose. */
export function composed(subgraphs: Readonly<Record<string, string>>): string {
  const services = Object.entries(subgraphs).map(([name, sdl]) => ({
    name,
    url: `http://${name}`,
    typeDefs: parse(sdl),
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (!supergraphSdl) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}

/**
 * Loads a graph into both executors. `resolvers` by subgraph for hand-made ones; else a run's
 * behaviour resolves all fields.
 */
export async function federatedGraph(
  supergraph: string,
  subgraphs: Readonly<Record<string, string>>,
  resolvers: Readonly<Record<string, object>> = {},
): Promise<FederatedGraph> {
  disableApolloTelemetry();
  const schemas = new Map(
    Object.entries(subgraphs).map(([name, sdl]) => [
      name,
      buildSubgraphSchema([
        {
          typeDefs: parse(sdl),
          ...(resolvers[name] ? { resolvers: resolvers[name] as never } : {}),
        },
      ]),
    ]),
  );
  for (const [name, schema] of schemas) {
    // Without resolvers of their own all fields are those of a run.
    if (!resolvers[name]) delete schema.getQueryType()!.getFields()['_entities']?.resolve;
  }
  let behaviour: Behaviour = {};
  let fetches: SeenFetch[] = [];
  const subgraph =
    (name: string): CallSubgraph<unknown> =>
    async ({ query, variables, operationName }) => {
      fetches.push({ subgraph: name, query, variables: structuredClone(variables) });
      if (behaviour.down?.has(name)) return undefined;
      const given = behaviour.resolver?.(name);
      const result = await execute({
        schema: schemas.get(name)!,
        document: parse(query),
        variableValues: variables,
        operationName,
        fieldResolver: given,
        ...(given ? { typeResolver: byTypename } : {}),
      });
      // What comes over the wire belongs to whoever gets it.
      const answer = JSON.parse(JSON.stringify(result)) as ExecutionResult;
      return (behaviour.answer ? behaviour.answer(name, answer) : answer) as ExecutionResult;
    };
  const sdl = stripSecurity(parse(supergraph));
  const own = createExecutorGateway({ sdl: () => sdl, subgraph });
  const apollo = createApolloGateway({ sdl: () => sdl, subgraph, log: pino({ level: 'silent' }) });
  let api: GraphQLSchema | undefined;
  own.onSchemaLoadOrUpdate!(({ apiSchema }) => (api = apiSchema));
  const options = { apollo: {} } as never;
  const executors = {
    own: (await own.load(options)).executor!,
    apollo: (await apollo.load(options)).executor!,
  };
  return {
    api: api!,
    schemas,
    async run(executor, operation, given = {}) {
      behaviour = given;
      fetches = [];
      const answer = (await executors[executor](requestOf(operation))) as ExecutionResult;
      const nulls =
        (answer.extensions?.['valueCompletion'] as { path?: unknown[] }[] | undefined) ?? [];
      return {
        ...(answer.data === undefined ? {} : { data: dataObject(answer.data) ?? null }),
        errors: (answer.errors ?? []).map(({ message, path, extensions }) => ({
          message,
          path: path?.join('.'),
          code: extensions?.['code'],
        })),
        nulls: nulls.map(({ path }) => path?.join('.') ?? ''),
        fetches,
      };
    },
  };
}

/** Executes without federation, all fields by one resolver. */
export function executeMerged(
  schema: GraphQLSchema,
  operation: OperationToRun,
  fieldResolver: GraphQLFieldResolver<unknown, unknown>,
): Promise<ExecutionResult> {
  const document = operation.document ?? parse(operation.source);
  return Promise.resolve(
    execute({
      schema,
      document,
      variableValues: operation.variables,
      fieldResolver,
      typeResolver: byTypename,
    }),
  );
}

const byTypename = (
  value: unknown,
  _context: unknown,
  info: { schema: GraphQLSchema },
  type: { name: string },
): string | undefined => {
  const { __typename: name } = value as { __typename?: string };
  return isAbstractType(info.schema.getType(name ?? '')) ? type.name : name;
};

function requestOf({
  source,
  document,
  variables,
}: OperationToRun): Parameters<GatewayExecutor>[0] {
  const parsed = document ?? parse(source);
  const operation = parsed.definitions.find((one) => one.kind === 'OperationDefinition');
  const name = operation?.name?.value;
  return {
    document: parsed,
    queryHash: source,
    source,
    operation,
    operationName: name ?? null,
    request: {
      query: source,
      variables: structuredClone(variables ?? {}),
      ...(name ? { operationName: name } : {}),
    },
    context: { missingEntities: new Set() },
    metrics: {},
    logger: console,
    schema: undefined,
    cache: undefined,
    overallCachePolicy: undefined,
  } as never;
}
