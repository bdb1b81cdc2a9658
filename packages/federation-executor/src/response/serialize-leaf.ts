import {
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  GraphQLString,
  isEnumType,
  type GraphQLLeafType,
} from 'graphql';

/**
 * JSON of a leaf value; '' when the value is none of its type. Never called with null or undefined.
 */
export type SerializeLeaf = (value: unknown) => string;

// Most strings need no escaping; this test is cheaper than JSON.stringify for the short ones.
const PLAIN = /^[ !#-[\]-~\u00a0-\u2027\u202a-\ud7ff]*$/;
const PLAIN_UP_TO = 80;

/** JSON of a string. */
export function stringText(value: string): string {
  return value.length <= PLAIN_UP_TO && PLAIN.test(value) ? `"${value}"` : JSON.stringify(value);
}

const text: SerializeLeaf = (value) => (typeof value === 'string' ? stringText(value) : '');
const integer: SerializeLeaf = (value) =>
  Number.isInteger(value) && Math.abs(value as number) < 1e21 ? String(value) : '';

/**
 * How values of the type become JSON. Custom scalars pass as they are: only their owner knows them.
 */
export function serializeLeaf(type: GraphQLLeafType): SerializeLeaf {
  if (isEnumType(type)) {
    const texts = new Map(type.getValues().map(({ name }) => [name, `"${name}"`]));
    return (value) => texts.get(value as string) ?? '';
  }
  // By name: a schema that was built from SDL may have scalars of its own.
  switch (type.name) {
    case GraphQLString.name:
      return text;
    case GraphQLID.name:
      return (value) => (typeof value === 'string' ? stringText(value) : integer(value));
    case GraphQLInt.name:
      return integer;
    case GraphQLFloat.name:
      return (value) => (Number.isFinite(value) ? String(value) : '');
    case GraphQLBoolean.name:
      return (value) => (value === true ? 'true' : value === false ? 'false' : '');
    default:
      return (value) =>
        typeof value === 'string' ? stringText(value) : (JSON.stringify(value) ?? '');
  }
}
