import { readFileSync } from 'node:fs';
import {
  buildSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { argumentPaths, type Place } from './argument-places.js';

/** One operation with one value that its place cannot hold, or with null. */
export interface WrongValue {
  name: string;
  query: string;
  variables: Record<string, unknown>;
  /** False for null where null may stand: the answer is up to the field. */
  isRefused: boolean;
}

const schema = buildSchema(
  readFileSync(new URL('../schema/api.graphql', import.meta.url), 'utf8'),
  { assumeValidSDL: true },
);

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

/**
 * For each field with arguments a wrong literal, a wrong variable and null in each place that a
 * client can fill.
 */
export const wrongValues: readonly { field: string; cases: WrongValue[] }[] = argumentPaths(
  schema,
).map(({ field, places }) => ({
  field,
  cases: places.flatMap(casesOf),
}));

function casesOf({ name, location, document }: Place): WrongValue[] {
  const named = getNamedType(location.type);
  const wrong = isEnumType(named)
    ? 'NO_SUCH_VALUE'
    : isInputObjectType(named)
      ? 1
      : WRONG[named.name];
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
    {
      name: `${name} wrong variable`,
      query: document('$v', `$v: ${type}`),
      variables: { v: wrong },
      isRefused: true,
    },
    {
      name: `${name} null`,
      query: document('$v', `$v: ${isOptional ? String(getNullableType(location.type)) : type}`),
      variables: { v: null },
      isRefused: isNonNullType(location.type),
    },
  ];
  if (!isListType(getNullableType(location.type))) return cases;
  return [
    ...cases,
    {
      name: `${name} wrong element`,
      query: document('$v', `$v: ${type}`),
      variables: { v: [wrong] },
      isRefused: true,
    },
  ];
}
