import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  parse,
  validate,
  type DocumentNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import { random, type Random } from './random.js';

/** A valid operation with its variables. */
export interface GeneratedOperation {
  source: string;
  document: DocumentNode;
  variables: Record<string, unknown>;
}

interface State {
  schema: GraphQLSchema;
  rng: Random;
  fieldsLeft: number;
  declared: string[];
  variables: Record<string, unknown>;
  fragments: string[];
  names: number;
}

const MAX_DEPTH = 6;
/** Names that every object inherits are legal keys of an answer. */
const NASTY = ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'length'];

/** A random valid operation on the schema; the same for the same seed. */
export function generateOperation(schema: GraphQLSchema, seed: number): GeneratedOperation {
  for (let attempt = 0; ; attempt++) {
    const rng = random(seed * 1_000 + attempt);
    const state: State = {
      schema,
      rng,
      fieldsLeft: 5 + rng.int(30),
      declared: [],
      variables: {},
      fragments: [],
      names: 0,
    };
    const kind = rng.chance(0.1) ? 'mutation' : 'query';
    const root = kind === 'mutation' ? schema.getMutationType() : schema.getQueryType();
    if (!root) continue;
    const selection = selectionSet(state, root, 0);
    const head = state.declared.length > 0 ? `(${state.declared.join(', ')})` : '';
    const name = rng.chance(0.3) ? ' Named' : head ? ' ' : '';
    const source = [`${kind}${name}${head} ${selection}`, ...state.fragments].join('\n');
    const document = parse(source, { noLocation: true });
    // Mostly two fields of one key with different arguments.
    if (validate(schema, document).length === 0)
      return { source, document, variables: state.variables };
  }
}

function selectionSet(state: State, type: GraphQLCompositeType, depth: number): string {
  const { rng } = state;
  const count = 1 + rng.int(depth === 0 ? 3 : 5);
  const parts: string[] = [];
  for (let part = 0; part < count; part++) {
    if (rng.chance(isAbstractType(type) ? 0.6 : 0.12)) parts.push(fragment(state, type, depth));
    else {
      const text = field(state, type, depth);
      if (text) parts.push(text);
    }
  }
  return parts.length > 0 ? `{ ${parts.join(' ')} }` : '{ __typename }';
}

function fragment(state: State, type: GraphQLCompositeType, depth: number): string {
  const { rng, schema } = state;
  const overlapping = isAbstractType(type)
    ? [type, ...schema.getPossibleTypes(type)]
    : [type, ...(isObjectType(type) ? type.getInterfaces() : [])];
  const on = rng.pick(overlapping);
  const inner = selectionSet(state, on, depth);
  if (rng.chance(0.2)) {
    const name = `F${state.names++}`;
    state.fragments.push(`fragment ${name} on ${on.name} ${inner}`);
    return `...${name}${directive(state)}`;
  }
  return on === type && rng.chance(0.5)
    ? `...${directive(state)} ${inner}`
    : `... on ${on.name}${directive(state)} ${inner}`;
}

function field(state: State, type: GraphQLCompositeType, depth: number): string | undefined {
  const { rng } = state;
  if (isUnionType(type) || rng.chance(0.12))
    return rng.chance(0.3) ? `t${rng.int(3)}: __typename` : '__typename';
  if (depth === 0 && rng.chance(0.03))
    return `__type(name: "Product") { name kind fields { name${directive(state)} } }`;
  const fields = Object.values(type.getFields());
  const deep = fields.filter((one) => isCompositeType(getNamedType(one.type)));
  const leaves = fields.filter((one) => !isCompositeType(getNamedType(one.type)));
  const mayNest = depth < MAX_DEPTH && state.fieldsLeft > 0;
  const from =
    mayNest && deep.length > 0 && (leaves.length === 0 || rng.chance(depth < 3 ? 0.6 : 0.35))
      ? deep
      : leaves;
  if (from.length === 0) return undefined;
  state.fieldsLeft--;
  const chosen = rng.pick(from);
  const named = getNamedType(chosen.type);
  const inner = isCompositeType(named) ? ` ${selectionSet(state, named, depth + 1)}` : '';
  return `${alias(rng)}${chosen.name}${argumentsOf(state, chosen)}${directive(state)}${inner}`;
}

function alias(rng: Random): string {
  if (rng.chance(0.85)) return '';
  return rng.chance(0.1) ? `${rng.pick(NASTY)}: ` : `x${rng.int(1_000)}: `;
}

function argumentsOf(state: State, { args }: GraphQLField<unknown, unknown>): string {
  const given = args.filter(
    ({ type, defaultValue }) =>
      (isNonNullType(type) && defaultValue === undefined) || state.rng.chance(0.25),
  );
  if (given.length === 0) return '';
  return `(${given.map(({ name, type }) => `${name}: ${argument(state, type)}`).join(', ')})`;
}

function argument(state: State, type: GraphQLInputType): string {
  const { rng } = state;
  if (rng.chance(0.5)) return literal(inputValue(rng, type, 0), type);
  const name = `v${state.names++}`;
  const byDefault = rng.chance(0.2) ? ` = ${literal(inputValue(rng, type, 0), type)}` : '';
  state.declared.push(`$${name}: ${String(type)}${byDefault}`);
  if (!byDefault || rng.chance(0.5)) {
    const mayBeLeftOut = !isNonNullType(type) && rng.chance(0.2);
    if (!mayBeLeftOut) state.variables[name] = inputValue(rng, type, 0);
  }
  return `$${name}`;
}

function directive(state: State): string {
  const { rng } = state;
  if (rng.chance(0.9)) return '';
  const kind = rng.pick(['include', 'skip']);
  if (rng.chance(0.3)) return ` @${kind}(if: ${rng.chance(0.5)})`;
  const name =
    rng.chance(0.5) && 'c0' in state.variables
      ? 'c0'
      : `c${state.variables['c0'] === undefined ? 0 : state.names++}`;
  if (!(name in state.variables)) {
    state.declared.push(`$${name}: Boolean!`);
    state.variables[name] = rng.chance(0.5);
  }
  return ` @${kind}(if: $${name})`;
}

function inputValue(rng: Random, type: GraphQLInputType, depth: number): unknown {
  if (isNonNullType(type)) return inputValue(rng, type.ofType as GraphQLInputType, depth);
  if (isListType(type))
    return Array.from({ length: rng.int(3) }, () =>
      inputValue(rng, type.ofType as GraphQLInputType, depth),
    );
  if (isEnumType(type)) return rng.pick(type.getValues()).name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(
      (one) => isNonNullType(one.type) || (depth < 2 && rng.chance(0.3)),
    );
    const kept = type.isOneOf ? [rng.pick(Object.values(type.getFields()))] : fields;
    return Object.fromEntries(kept.map((one) => [one.name, inputValue(rng, one.type, depth + 1)]));
  }
  if (type.name === 'Int') return rng.int(100);
  if (type.name === 'Float') return rng.int(100) / 4;
  if (type.name === 'Boolean') return rng.chance(0.5);
  return rng.pick(['a', 'b"c', 'Product#3', 'ü\n', '']);
}

function literal(value: unknown, type: GraphQLInputType): string {
  if (isNonNullType(type)) return literal(value, type.ofType as GraphQLInputType);
  if (isListType(type))
    return `[${(value as unknown[]).map((item) => literal(item, type.ofType as GraphQLInputType)).join(', ')}]`;
  if (isEnumType(type)) return String(value);
  if (!isInputObjectType(type)) return JSON.stringify(value);
  const fields = type.getFields();
  return `{ ${Object.entries(value as object)
    .map(([name, inner]) => `${name}: ${literal(inner, fields[name]!.type)}`)
    .join(', ')} }`;
}
