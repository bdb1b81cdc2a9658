import { getNamedType, isNonNullType, type GraphQLField, type GraphQLSchema } from 'graphql';
import type { Random } from '../faults/random.js';
import { drawSelection, type Extent } from './draw-selection.js';
import { drawValue, FileHole, literalOf, type Drawing } from './draw-value.js';
import { HOSTILE_TEXTS } from './hostile-values.js';
import type { KnownThings } from './known-things.js';

type Field = GraphQLField<unknown, unknown>;
/** A request as it will be sent. */
export interface AttackRequest {
  /** What the generator meant it to be. */
  kind: 'field' | 'wide' | 'deep' | 'broken' | 'odd body' | 'get';
  /** JSON of the body; a GET has its parameters here. */
  body: string;
  headers: Record<string, string>;
  /** Places in the body (`variables.file`) that get a file. */
  files: string[];
}

/**
 * Makes requests out of the schema: every root field comes before any comes again. Subscriptions
 * are left to tests of their own.
 */
export function requestDrawer(
  schema: GraphQLSchema,
  random: Random,
  known: KnownThings,
): () => AttackRequest {
  const queries = Object.values(schema.getQueryType()!.getFields()).map((field) => ({
    operation: 'query',
    field,
  }));
  const mutations = Object.values(schema.getMutationType()!.getFields()).map((field) => ({
    operation: 'mutation',
    field,
  }));
  let left: { operation: string; field: Field }[] = [];
  const next = () => {
    if (left.length === 0) left = random.shuffle([...queries, ...mutations]);
    return left.pop()!;
  };
  const drawing = (field: string, malice: number): Drawing => ({ random, known, field, malice });
  const plain = (): AttackRequest => {
    const { operation, field } = next();
    const malice = random.pick([0, 0.02, 0.1, 0.3]);
    return fieldRequest(schema, operation, field, drawing(field.name, malice), {
      depth: random.int(4),
      width: 0.3,
    });
  };
  const many = (count: number, extent: Extent): string => {
    const parts = Array.from({ length: count }, (_none, index) => {
      const { field } = random.pick(queries);
      return `a${index}: ${fieldText(schema, field, drawing(field.name, 0.05), extent)}`;
    });
    return `{ ${parts.join(' ')} }`;
  };
  return () => {
    const kind = random.next();
    if (kind < 0.75) return plain();
    if (kind < 0.81) return document('wide', many(2 + random.int(60), { depth: 1, width: 0.2 }));
    if (kind < 0.88) return document('deep', many(1, { depth: 4 + random.int(14), width: 0.25 }));
    if (kind < 0.94) return document('broken', broken(many(2, { depth: 2, width: 0.3 }), random));
    if (kind < 0.97) return oddBody(many(1, { depth: 1, width: 0.3 }), random);
    return {
      ...document('get', many(1, { depth: 1, width: 0.3 })),
      headers: { 'apollo-require-preflight': '1' },
    };
  };
}

const JSON_HEADERS = { 'content-type': 'application/json' };
const document = (kind: AttackRequest['kind'], query: string): AttackRequest => ({
  kind,
  body: JSON.stringify({ query }),
  headers: JSON_HEADERS,
  files: [],
});

function fieldRequest(
  schema: GraphQLSchema,
  operation: string,
  field: Field,
  drawing: Drawing,
  extent: Extent,
): AttackRequest {
  const { random } = drawing;
  const variables: Record<string, unknown> = {};
  const declared: string[] = [];
  const given = field.args.filter(
    (one) => (isNonNullType(one.type) && one.defaultValue === undefined) || random.next() < 0.6,
  );
  const written = given.map((one) => {
    const value = drawValue(one.type, one.name, drawing);
    if (random.next() < 0.25 && pathsOfFiles(value, '').length === 0)
      return `${one.name}: ${literalOf(value)}`;
    declared.push(`$${one.name}: ${String(one.type)}`);
    variables[one.name] = value;
    return `${one.name}: $${one.name}`;
  });
  const selection = drawSelection(schema, getNamedType(field.type), drawing, extent);
  const head = declared.length > 0 ? `(${declared.join(', ')})` : '';
  const query = `${operation} ${head} { ${field.name}${written.length > 0 ? `(${written.join(', ')})` : ''} ${selection} }`;
  const files = pathsOfFiles(variables, 'variables');
  const headers: Record<string, string> =
    files.length > 0 ? { 'apollo-require-preflight': '1' } : JSON_HEADERS;
  return { kind: 'field', body: JSON.stringify({ query, variables }), headers, files };
}

function fieldText(schema: GraphQLSchema, field: Field, drawing: Drawing, extent: Extent): string {
  const given = field.args
    .filter(
      (one) =>
        (isNonNullType(one.type) && one.defaultValue === undefined) || drawing.random.next() < 0.4,
    )
    .map((one) => `${one.name}: ${literalOf(drawValue(one.type, one.name, drawing))}`);
  return `${field.name}${given.length > 0 ? `(${given.join(', ')})` : ''} ${drawSelection(schema, getNamedType(field.type), drawing, extent)}`;
}

function pathsOfFiles(value: unknown, path: string): string[] {
  if (value instanceof FileHole) return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => pathsOfFiles(inner, `${path}.${key}`));
}

const PIECES = [
  '{',
  '}',
  '(',
  ')',
  '...',
  '@skip(if: $x)',
  '@defer',
  '@no',
  '"',
  '"""',
  '$v',
  'fragment F on Query { ...F }',
  '#',
  '\u0000',
  '&',
  '0',
  ':',
];

/** The document with something put in, taken out, or said many times. */
function broken(text: string, random: Random): string {
  const at = random.int(text.length);
  switch (random.int(4)) {
    case 0:
      return text.slice(0, at) + random.pick(PIECES) + text.slice(at);
    case 1:
      return text.slice(0, at);
    case 2:
      return text.slice(0, at) + text.slice(at + 1 + random.int(20));
    default:
      return `${text} ${random.pick(PIECES).repeat(1 + random.int(400))}`;
  }
}

/** A body that is JSON, but not the one that the endpoint wants. */
function oddBody(query: string, random: Random): AttackRequest {
  const text = random.pick(HOSTILE_TEXTS);
  const bodies: unknown[] = [
    [{ query }, { query }],
    { query: [query] },
    { query, variables: text },
    { query, variables: { a: JSON.parse(`${'['.repeat(60)}${']'.repeat(60)}`) as unknown } },
    { query, variables: { a: Array.from({ length: 25_000 }, () => 0) } },
    { query, operationName: text },
    { query, extensions: { persistedQuery: { version: 1, sha256Hash: text } } },
    { query: `query ${'a'.repeat(3_000)} ${query}` },
    { [text]: query },
    text,
    null,
  ];
  return {
    kind: 'odd body',
    body: JSON.stringify(random.pick(bodies)),
    headers: JSON_HEADERS,
    files: [],
  };
}
