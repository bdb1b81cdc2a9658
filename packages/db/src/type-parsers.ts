import array from 'postgres-array';

/** Object identifiers of PostgreSQL's built-in types, as in pg_type. */
const INT8 = 20;
const INT8_ARRAY = 1016;
const TIMESTAMPTZ = 1184;
const TIMESTAMPTZ_ARRAY = 1185;

/**
 * What the drivers make of a value's text, by the object identifier of its type; all other types
 * keep the driver's own parser. Because the type of the result decides and not the name of a
 * column, expressions and aggregates are converted like columns.
 */
export const TYPE_PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  [INT8]: toSafeNumber,
  [INT8_ARRAY]: (text) => array.parse(text, toSafeNumber),
  [TIMESTAMPTZ]: toDate,
  [TIMESTAMPTZ_ARRAY]: (text) => array.parse(text, toDate),
};

/** Throws RangeError beyond 2^53-1: a wrong amount of money is worse than an error. */
function toSafeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new RangeError(`a 64-bit integer of the database is too large for a number: ${text}`);
  return value;
}

function toDate(text: string): Date {
  return new Date(text);
}
