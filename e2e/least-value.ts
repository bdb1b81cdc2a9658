import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputType,
} from 'graphql';

const SCALARS: Record<string, string> = {
  ID: '"none"',
  String: '"none"',
  Int: '1',
  Float: '1',
  Boolean: 'false',
  DateTime: '"2026-01-01T00:00:00.000Z"',
  URL: '"https://example.com/"',
  CurrencyCode: '"EUR"',
  CountryCode: '"DE"',
  MinorUnits: '1',
  Decimal: '"1.00"',
  Upload: '$file',
  // A reference to an entity, as gateways send it.
  _Any: '{ __typename: "None" }',
};

/**
 * The smallest literal that the type accepts. Throws for a scalar that is not in the list above.
 */
export function leastValue(type: GraphQLInputType): string {
  const bare = getNullableType(type);
  if (isListType(bare)) return `[${leastValue(bare.ofType)}]`;
  if (isEnumType(bare)) return bare.getValues()[0]!.name;
  if (isInputObjectType(bare)) {
    const fields = Object.values(bare.getFields()).filter(
      (field) => isNonNullType(field.type) && field.defaultValue === undefined,
    );
    return `{ ${fields.map((field) => `${field.name}: ${leastValue(field.type)}`).join(', ')} }`;
  }
  const literal = SCALARS[getNamedType(bare).name];
  if (!literal) throw new Error(`no least value for ${String(bare)}`);
  return literal;
}
