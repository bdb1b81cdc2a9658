import { readFileSync } from 'node:fs';
import {
  buildSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLObjectType,
} from 'graphql';
import { leastValue } from './least-value.js';

type Field = GraphQLField<unknown, unknown>;
/** An argument of a field or a field of an input in it. */
interface Place {
  /** `Mutation.orderPlace(input.shippingAddress.country)` */
  name: string;
  location: GraphQLArgument | GraphQLInputField;
  /** The operation with this literal at the place, and these variables declared. */
  document(literal: string, declared?: string): string;
}
/** One operation with one value that its place cannot hold, or with null. */
export interface WrongValue {
  name: string;
  query: string;
  variables: Record<string, unknown>;
  /** False for null where null may stand: the answer is up to the field. */
  isRefused: boolean;
}

const schema = buildSchema(readFileSync(new URL('../schema/api.graphql', import.meta.url), 'utf8'), { assumeValidSDL: true });

/** Something that no value of the type looks like; a type that is not here must be added. */
const WRONG: Record<string, unknown> = {
  ID: true,
  String: 1,
  Int: 'x',
  Float: 'x',
  Boolean: 'x',
  DateTime: '2026-01-01',
  URL: 'x',
  CurrencyCode: 'eur',
  CountryCode: 'XX',
  MinorUnits: 1.5,
  Decimal: 10,
  Upload: 'x',
};

/** For each field with arguments a wrong literal, a wrong variable and null in each place that a client can fill. */
export const wrongValues: readonly { field: string; cases: WrongValue[] }[] = [...waysToTypes()].flatMap(([type, wrap]) =>
  Object.values(type.getFields())
    .filter((field) => field.args.length > 0)
    .map((field) => ({ field: `${type.name}.${field.name}`, cases: placesOf(type, field, wrap).flatMap(casesOf) })),
);

function casesOf({ name, location, document }: Place): WrongValue[] {
  const named = getNamedType(location.type);
  const wrong = isEnumType(named) ? 'NO_SUCH_VALUE' : isInputObjectType(named) ? 1 : WRONG[named.name];
  if (wrong === undefined) throw new Error(`no wrong value for ${named.name}: add one`);
  const type = String(location.type);
  const isOptional = !isNonNullType(location.type) || location.defaultValue !== undefined;
  const cases: WrongValue[] = [
    {
      name: `${name} wrong literal`,
      query: document(isEnumType(named) ? String(wrong) : JSON.stringify(wrong)),
      variables: {},
      isRefused: true,
    },
    { name: `${name} wrong variable`, query: document('$v', `$v: ${type}`), variables: { v: wrong }, isRefused: true },
    {
      name: `${name} null`,
      query: document('$v', `$v: ${isOptional ? String(getNullableType(location.type)) : type}`),
      variables: { v: null },
      isRefused: isNonNullType(location.type),
    },
  ];
  if (!isListType(getNullableType(location.type))) return cases;
  return [...cases, { name: `${name} wrong element`, query: document('$v', `$v: ${type}`), variables: { v: [wrong] }, isRefused: true }];
}

function placesOf(type: GraphQLObjectType, field: Field, wrap: (selection: string) => string): Place[] {
  const selection = isCompositeType(getNamedType(field.type)) ? ' { __typename }' : '';
  return holes(field.args, new Set()).map(({ path, location, fill }) => ({
    name: `${type.name}.${field.name}(${path})`,
    location,
    document(literal, declared) {
      const body = wrap(`${field.name}(${fill(literal)})${selection}`);
      const text = body.includes('$file') ? [declared, '$file: Upload!'].filter(Boolean).join(', ') : declared;
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

/** Each argument or input field, and those inside it; what else must be there has the least value. */
function holes(locations: readonly (GraphQLArgument | GraphQLInputField)[], inside: ReadonlySet<string>): Hole[] {
  const written = (hole: string, literal: string) =>
    locations
      .filter((one) => one.name === hole || (isNonNullType(one.type) && one.defaultValue === undefined))
      .map((one) => `${one.name}: ${one.name === hole ? literal : leastValue(one.type)}`)
      .join(', ');
  return locations.flatMap((location) => {
    const own: Hole = { path: location.name, location, fill: (literal) => written(location.name, literal) };
    const named = getNamedType(location.type);
    if (!isInputObjectType(named) || inside.has(named.name)) return [own];
    const inner = holes(Object.values(named.getFields()), new Set([...inside, named.name]));
    return [
      own,
      ...inner.map((hole) => ({
        path: `${location.name}.${hole.path}`,
        location: hole.location,
        fill: (literal: string) => written(location.name, list(location.type, `{ ${hole.fill(literal)} }`)),
      })),
    ];
  });
}

function list(type: GraphQLInputType, literal: string): string {
  return isListType(getNullableType(type)) ? `[${literal}]` : literal;
}

/** For each type that a client can reach the shortest operation that gets there. */
function waysToTypes(): Map<GraphQLObjectType, (selection: string) => string> {
  const ways = new Map<GraphQLObjectType, (selection: string) => string>();
  const queue: [GraphQLObjectType, (selection: string) => string][] = (['query', 'mutation', 'subscription'] as const).map((kind) => {
    const root = { query: schema.getQueryType(), mutation: schema.getMutationType(), subscription: schema.getSubscriptionType() }[kind]!;
    return [root, (selection) => `${kind} { ${selection} }`];
  });
  for (let next = queue.shift(); next; next = queue.shift()) {
    const [type, wrap] = next;
    if (ways.has(type)) continue;
    ways.set(type, wrap);
    for (const field of Object.values(type.getFields())) {
      const returned = getNamedType(field.type);
      if (!isCompositeType(returned)) continue;
      const needed = field.args.filter((one) => isNonNullType(one.type) && one.defaultValue === undefined);
      const given = needed.length > 0 ? `(${needed.map((one) => `${one.name}: ${leastValue(one.type)}`).join(', ')})` : '';
      const isOne = isObjectType(returned);
      for (const possible of isOne ? [returned] : schema.getPossibleTypes(returned)) {
        queue.push([
          possible,
          (selection) => wrap(`${field.name}${given} { ${isOne ? selection : `... on ${possible.name} { ${selection} }`} }`),
        ]);
      }
    }
  }
  return ways;
}
