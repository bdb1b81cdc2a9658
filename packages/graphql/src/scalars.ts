import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { iso31661 } from 'iso-3166';

function literal(node: ValueNode): unknown {
  if (node.kind === Kind.STRING) return node.value;
  if (node.kind === Kind.INT) return Number(node.value);
  return undefined;
}

function scalar<T>(
  name: string,
  description: string,
  parse: (value: unknown) => T,
  serialize: (value: unknown) => unknown,
  specifiedByURL?: string,
) {
  return new GraphQLScalarType({
    name,
    description,
    ...(specifiedByURL ? { specifiedByURL } : {}),
    serialize,
    parseValue: parse,
    parseLiteral(node) {
      try {
        return parse(literal(node));
      } catch (error) {
        if (!(error instanceof GraphQLError)) throw error;
        // Says where in the document.
        throw new GraphQLError(error.message, { nodes: node, extensions: error.extensions });
      }
    },
  });
}

const refuse = (name: string, expected: string): never => {
  throw new GraphQLError(`${name} must be ${expected}`, { extensions: { code: 'BAD_USER_INPUT' } });
};

const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** RFC 3339 instant; a Date inside the process. */
export const DateTimeScalar = scalar<Date>(
  'DateTime',
  'An instant as RFC 3339 in UTC with milliseconds, e.g. `2026-11-20T10:00:00.000Z`.',
  (value) => {
    const date = typeof value === 'string' && RFC3339.test(value) ? new Date(value) : undefined;
    return date && !Number.isNaN(date.getTime())
      ? date
      : refuse('DateTime', 'an RFC 3339 date and time');
  },
  (value) => new Date(value as Date | string).toISOString(),
);

/** Minor units of a currency: an integer of at most 2^53-1 in size. */
export const MinorUnitsScalar = scalar<number>(
  'MinorUnits',
  "An amount in the currency's minor units (cents), a JSON integer of at most 2^53-1 in size.",
  (value) =>
    Number.isSafeInteger(value)
      ? (value as number)
      : refuse('MinorUnits', 'an integer of at most 2^53-1 in size'),
  (value) =>
    Number.isSafeInteger(Number(value)) ? Number(value) : refuse('MinorUnits', 'an integer'),
);

/** Exact decimal number as a string. */
export const DecimalScalar = scalar<string>(
  'Decimal',
  'An exact decimal number as a string, e.g. `"12.34"`.',
  (value) =>
    typeof value === 'string' && /^-?\d{1,20}(\.\d{1,10})?$/.test(value)
      ? value
      : refuse('Decimal', 'a decimal number in a string'),
  String,
);

/** ISO 4217 currency code. */
export const CurrencyCodeScalar = scalar<string>(
  'CurrencyCode',
  'A currency as ISO 4217 code, e.g. `EUR`.',
  (value) =>
    typeof value === 'string' && /^[A-Z]{3}$/.test(value)
      ? value
      : refuse('CurrencyCode', 'an ISO 4217 code'),
  String,
);

const COUNTRIES: ReadonlySet<string> = new Set(
  iso31661.filter(({ state }) => state === 'assigned').map(({ alpha2 }) => alpha2),
);

/** ISO 3166-1 alpha-2 country code. */
export const CountryCodeScalar = scalar<string>(
  'CountryCode',
  'A country as ISO 3166-1 alpha-2 code, e.g. `DE`.',
  (value) =>
    typeof value === 'string' && COUNTRIES.has(value)
      ? value
      : refuse('CountryCode', 'an assigned ISO 3166-1 alpha-2 code in capitals'),
  String,
);

/** Absolute URL. */
export const UrlScalar = scalar<string>(
  'URL',
  'An absolute URL (RFC 3986).',
  (value) =>
    typeof value === 'string' && value.length <= 2_048 && URL.canParse(value)
      ? value
      : refuse('URL', 'an absolute URL'),
  String,
  'https://www.rfc-editor.org/rfc/rfc3986',
);

/**
 * The shop's own scalars by name: what a gateway checks values with is what subgraphs read them
 * with.
 */
export const SCALARS: ReadonlyMap<string, GraphQLScalarType> = new Map(
  [
    DateTimeScalar,
    MinorUnitsScalar,
    DecimalScalar,
    CurrencyCodeScalar,
    CountryCodeScalar,
    UrlScalar,
  ].map((one) => [one.name, one]),
);
