import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputType,
} from 'graphql';
import type { Random } from '../faults/random.js';
import { HOSTILE_NUMBERS, HOSTILE_SHAPES, HOSTILE_TEXTS } from './hostile-values.js';
import type { KnownThings } from './known-things.js';

/** A name without quotes, as documents write values of enums; JSON has it as text. */
export class Word {
  constructor(readonly name: string) {}
  toJSON(): string {
    return this.name;
  }
}

/** Where a file belongs. */
export class FileHole {
  toJSON(): null {
    return null;
  }
}

/** What a value is drawn from. */
export interface Drawing {
  random: Random;
  known: KnownThings;
  /** Field whose argument it is. */
  field: string;
  /** From 0 to 1: how many values are hostile. */
  malice: number;
}

const PLAIN = [
  'shirt',
  'Jo Doe',
  'mug',
  'Quay 1',
  'a text',
  'slug-12',
  '20457',
  'Hamburg',
  'jo@example.com',
  '+49 40 5550101',
  'tok_ok',
];
const MAX_LIST_LENGTH = 1_200;

/**
 * A value for an argument or a field of an input: mostly one that could be meant, else one that its
 * type cannot hold or nobody expects.
 */
export function drawValue(
  type: GraphQLInputType,
  name: string,
  drawing: Drawing,
  depth = 0,
): unknown {
  const { random, malice } = drawing;
  if (random.next() < malice) return hostileValue(type, random);
  const bare = getNullableType(type);
  if (isListType(bare)) {
    const count = random.next() < 0.02 ? MAX_LIST_LENGTH : random.int(4);
    return Array.from({ length: count }, () =>
      drawValue(bare.ofType as GraphQLInputType, name, drawing, depth + 1),
    );
  }
  if (isEnumType(bare)) return new Word(random.pick(bare.getValues()).name);
  if (isInputObjectType(bare)) {
    const fields = Object.values(bare.getFields()).filter(
      (field) =>
        (isNonNullType(field.type) && field.defaultValue === undefined) ||
        (depth < 4 && random.next() < 0.5),
    );
    return Object.fromEntries(
      fields.map((field) => [field.name, drawValue(field.type, field.name, drawing, depth + 1)]),
    );
  }
  return plainValue(getNamedType(bare).name, name, drawing);
}

function hostileValue(type: GraphQLInputType, random: Random): unknown {
  const named = getNamedType(type).name;
  if (random.next() < 0.15) return random.pick(HOSTILE_SHAPES);
  if (/^(Int|Float|MinorUnits)$/.test(named)) return random.pick(HOSTILE_NUMBERS);
  if (isEnumType(getNamedType(type)) && random.next() < 0.5)
    return new Word(random.pick(['NO_SUCH', 'constructor', '__proto__']));
  return random.pick(HOSTILE_TEXTS);
}

function plainValue(type: string, name: string, { random, known, field }: Drawing): unknown {
  switch (type) {
    case 'Int':
      return random.pick([1, 2, 3, 5, 10, 50, 100]);
    case 'Float':
      return random.pick([0.5, 1, 2]);
    case 'MinorUnits':
      return random.pick([0, 1, 100, 1_999, 1_000_000]);
    case 'Boolean':
      return random.next() < 0.5;
    case 'DateTime':
      return random.pick([
        '2026-01-01T00:00:00.000Z',
        '2030-06-30T12:00:00.000Z',
        '1999-12-31T23:59:59.999Z',
      ]);
    case 'URL':
      return 'https://example.com/a';
    case 'CurrencyCode':
      return random.pick(['EUR', 'EUR', 'USD', 'JPY']);
    case 'CountryCode':
      return random.pick(['DE', 'NL', 'US']);
    case 'Decimal':
      return random.pick(['1.00', '19.99', '0']);
    case 'Upload':
      return new FileHole();
    default:
      return plainText(name, field, random, known);
  }
}

function plainText(name: string, field: string, random: Random, known: KnownThings): string {
  if (name === 'idempotencyKey') return `key-${random.int(1e9)}`;
  const isNamedLikeThings = /id$|ids$|sku|slug|number|after|before|cursor/i.test(name);
  return (
    (random.next() < (isNamedLikeThings ? 0.95 : 0.05)
      ? known.pick(random, name, field)
      : undefined) ?? random.pick(PLAIN)
  );
}

/** The value as a GraphQL literal. */
export function literalOf(value: unknown): string {
  if (value instanceof Word) return value.name;
  if (value instanceof FileHole || value === undefined) return 'null';
  if (Array.isArray(value)) return `[${value.map(literalOf).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{ ${Object.entries(value)
      .filter(([key]) => /^[A-Za-z_]\w*$/.test(key))
      .map(([key, inner]) => `${key}: ${literalOf(inner)}`)
      .join(', ')} }`;
  return JSON.stringify(value);
}
