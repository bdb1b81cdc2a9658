import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { leastValue } from './least-value.js';

type Field = GraphQLField<unknown, unknown>;
/** An argument of a field or a field of an input in it. */
export interface Place {
  /** `Mutation.orderPlace(input.shippingAddress.country)` */
  name: string;
  location: GraphQLArgument | GraphQLInputField;
  /** The operation with this literal at the place, and these variables declared. */
  document(literal: string, declared?: string): string;
}

/**
 * All places of a schema that a caller can fill, by field. What else an operation must have has the
 * least value.
 */
export function argumentPaths(schema: GraphQLSchema): { field: string; places: Place[] }[] {
  return [...waysToTypes(schema)].flatMap(([type, wrap]) =>
    Object.values(type.getFields())
      .filter((field) => field.args.length > 0)
      .map((field) => ({
        field: `${type.name}.${field.name}`,
        places: placesOf(type, field, wrap),
      })),
  );
}

function placesOf(
  type: GraphQLObjectType,
  field: Field,
  wrap: (selection: string) => string,
): Place[] {
  const selection = isCompositeType(getNamedType(field.type)) ? ' { __typename }' : '';
  return holes(field.args, new Set()).map(({ path, location, fill }) => ({
    name: `${type.name}.${field.name}(${path})`,
    location,
    document(literal, declared) {
      const body = wrap(`${field.name}(${fill(literal)})${selection}`);
      const text = body.includes('$file')
        ? [declared, '$file: Upload!'].filter(Boolean).join(', ')
        : declared;
      return text ? body.replace(/^(query|mutation|subscription)/, `$1 (${text})`) : body;
    },
  }));
}

interface Hole {
  path: string;
  location: GraphQLArgument | GraphQLInputField;
  /** The arguments or input fields with this literal in the hole. */
  fill(literal: string): string;
}

/**
 * Each argument or input field, and those inside it; what else must be there has the least value.
 */
function holes(
  locations: readonly (GraphQLArgument | GraphQLInputField)[],
  inside: ReadonlySet<string>,
): Hole[] {
  const written = (hole: string, literal: string) =>
    locations
      .filter(
        (one) => one.name === hole || (isNonNullType(one.type) && one.defaultValue === undefined),
      )
      .map((one) => `${one.name}: ${one.name === hole ? literal : leastValue(one.type)}`)
      .join(', ');
  return locations.flatMap((location) => {
    const own: Hole = {
      path: location.name,
      location,
      fill: (literal) => written(location.name, literal),
    };
    const named = getNamedType(location.type);
    if (!isInputObjectType(named) || inside.has(named.name)) return [own];
    const inner = holes(Object.values(named.getFields()), new Set([...inside, named.name]));
    return [
      own,
      ...inner.map((hole) => ({
        path: `${location.name}.${hole.path}`,
        location: hole.location,
        fill: (literal: string) =>
          written(location.name, list(location.type, `{ ${hole.fill(literal)} }`)),
      })),
    ];
  });
}

function list(type: GraphQLInputType, literal: string): string {
  return isListType(getNullableType(type)) ? `[${literal}]` : literal;
}

/** For each type that a client can reach the shortest operation that gets there. */
function waysToTypes(schema: GraphQLSchema): Map<GraphQLObjectType, (selection: string) => string> {
  const ways = new Map<GraphQLObjectType, (selection: string) => string>();
  const roots = {
    query: schema.getQueryType(),
    mutation: schema.getMutationType(),
    subscription: schema.getSubscriptionType(),
  };
  const queue = Object.entries(roots).flatMap(
    ([kind, root]): [GraphQLObjectType, (selection: string) => string][] =>
      root ? [[root, (selection) => `${kind} { ${selection} }`]] : [],
  );
  for (let next = queue.shift(); next; next = queue.shift()) {
    const [type, wrap] = next;
    if (ways.has(type)) continue;
    ways.set(type, wrap);
    for (const field of Object.values(type.getFields())) {
      const returned = getNamedType(field.type);
      if (!isCompositeType(returned)) continue;
      const needed = field.args.filter(
        (one) => isNonNullType(one.type) && one.defaultValue === undefined,
      );
      const given =
        needed.length > 0
          ? `(${needed.map((one) => `${one.name}: ${leastValue(one.type)}`).join(', ')})`
          : '';
      const isOne = isObjectType(returned);
      for (const possible of isOne ? [returned] : schema.getPossibleTypes(returned)) {
        queue.push([
          possible,
          (selection) =>
            wrap(
              `${field.name}${given} { ${isOne ? selection : `... on ${possible.name} { ${selection} }`} }`,
            ),
        ]);
      }
    }
  }
  return ways;
}
