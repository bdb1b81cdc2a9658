import {
  GraphQLError,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import { hash } from './random.js';

/** An object of the world: everything about it follows from its type and identity. */
interface WorldObject {
  __typename: string;
  identity: string;
  /** What a subgraph was told about an entity. */
  representation?: Record<string, unknown>;
}

/**
 * What may go wrong in an execution; each decision depends only on names, so that every execution
 * meets the same faults.
 */
export interface Faults {
  /** Answers that subgraphs do not have: `subgraph` and the entity's identity. */
  isMissing?(subgraph: string, identity: string): boolean;
  /** Fields that throw. */
  throws?(place: string): boolean;
}

/** What all executions of a graph agree on. */
export interface World {
  resolver(subgraph: string, faults?: Faults): GraphQLFieldResolver<unknown, unknown>;
  /** Names of the mutations that were run, in order, since the last call. */
  takeLog(): string[];
}

const POPULATION = 12;
const IDENTITY = /^[A-Za-z]+#\d+$/;

/**
 * A deterministic world over several schemas of one graph (its subgraphs, and the API). A field has
 * the same value wherever it is asked for; where the schemas differ, it has what all of them allow.
 */
export function fakeWorld(schemas: ReadonlyMap<string, GraphQLSchema>): World {
  const facts = new Map<string, GraphQLOutputType[]>();
  const keys = new Map<string, Set<string>>();
  for (const schema of schemas.values()) {
    for (const type of Object.values(schema.getTypeMap())) {
      if (!isObjectType(type)) continue;
      for (const directive of type.astNode?.directives ?? []) {
        const fields = directive.arguments?.find(({ name }) => name.value === 'fields')?.value;
        if (directive.name.value !== 'key' || fields?.kind !== 'StringValue') continue;
        keys.set(
          type.name,
          new Set([...(keys.get(type.name) ?? []), ...fields.value.split(/\s+/)]),
        );
      }
      for (const field of Object.values(type.getFields())) {
        const place = `${type.name}.${field.name}`;
        facts.set(place, [...(facts.get(place) ?? []), field.type]);
      }
    }
  }
  let log: string[] = [];

  const make = (types: readonly GraphQLOutputType[], place: string): unknown => {
    const promised = types.some(isNonNullType);
    const bare = types.map((type) =>
      isNonNullType(type) ? (type.ofType as GraphQLOutputType) : type,
    );
    const first = bare[0]!;
    if (!promised && hash(`${place}?`) % 8 === 0) return null;
    if (isListType(first)) {
      const items = bare.map((type) => (type as { ofType: GraphQLOutputType }).ofType);
      return Array.from({ length: hash(`${place}[]`) % 4 }, (_none, index) =>
        make(items, `${place}.${index}`),
      );
    }
    const named = (first as { name: string }).name;
    if (isEnumType(first))
      return shared(
        named,
        (one) =>
          (one.getType(named) as typeof first | undefined)?.getValues().map(({ name }) => name),
        place,
      );
    if (isAbstractType(first)) {
      const possible = (one: GraphQLSchema) => {
        const type = one.getType(named);
        return isAbstractType(type)
          ? one.getPossibleTypes(type).map(({ name }) => name)
          : undefined;
      };
      const chosen = shared(named, possible, place);
      return chosen === undefined ? null : object(chosen, place);
    }
    if (isObjectType(first)) return object(named, place);
    return leaf(named, hash(place), place);
  };
  const choices = new Map<string, string[]>();
  const shared = (
    named: string,
    valuesIn: (schema: GraphQLSchema) => string[] | undefined,
    place: string,
  ): string | undefined => {
    let known = choices.get(named);
    if (!known) {
      const lists = [...schemas.values()].map(valuesIn).filter((list) => list !== undefined);
      known = (lists[0] ?? [])
        .filter((value) => lists.every((list) => list.includes(value)))
        .sort();
      choices.set(named, known);
    }
    return known[hash(`${place}|`) % known.length];
  };
  const object = (type: string, place: string): WorldObject => ({
    __typename: type,
    identity: keys.has(type) ? `${type}#${hash(`${place}=`) % POPULATION}` : place,
  });
  const entity = (
    representation: Record<string, unknown>,
    subgraph: string,
    faults: Faults | undefined,
  ): WorldObject | null => {
    const identity = Object.values(representation).find(
      (value) => typeof value === 'string' && IDENTITY.test(value),
    ) as string | undefined;
    if (!identity || faults?.isMissing?.(subgraph, identity)) return null;
    return { __typename: String(representation['__typename']), identity, representation };
  };

  return {
    takeLog() {
      const taken = log;
      log = [];
      return taken;
    },
    resolver: (subgraph, faults) => (source, args, _context, info) => {
      if (info.fieldName === '_entities') {
        return (args as { representations: Record<string, unknown>[] }).representations.map((one) =>
          entity(one, subgraph, faults),
        );
      }
      const parent = info.parentType.name;
      const isRoot = source === undefined || source === null;
      const self: WorldObject = isRoot
        ? { __typename: parent, identity: parent }
        : (source as WorldObject);
      if (isRoot && parent === 'Mutation') log.push(info.fieldName);
      const place = `${self.identity}.${info.fieldName}${JSON.stringify(sorted(args))}`;
      if (faults?.throws?.(place))
        throw new GraphQLError(`no ${info.fieldName}`, { extensions: { code: 'FORBIDDEN' } });
      if (keys.get(parent)?.has(info.fieldName)) return self.identity;
      return make(facts.get(`${parent}.${info.fieldName}`) ?? [info.returnType], place);
    },
  };
}

function leaf(type: string, value: number, place: string): unknown {
  switch (type) {
    case 'Int':
    case 'MinorUnits':
      return value % 10_000;
    case 'Float':
      return (value % 10_000) / 4;
    case 'Boolean':
      return value % 2 === 0;
    case 'JSON':
      return { some: [value % 10, null, 'x'] };
    default:
      return value % 5 === 0 ? `"${place}"\n \u2028é` : `${type.toLowerCase()}-${value % 1_000}`;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
