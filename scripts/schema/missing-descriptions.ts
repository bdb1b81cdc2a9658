import {
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';

const ROOTS = new Set(['Query', 'Mutation', 'Subscription']);

/**
 * Schema coordinates of everything a client can see that has no description. The root types are
 * left out: what they are is fixed by GraphQL, their fields carry the meaning.
 */
export function missingDescriptions(schema: GraphQLSchema): string[] {
  const missing: string[] = [];
  const note = (node: { description?: string | null }, coordinate: string) => {
    if (!node.description?.trim()) missing.push(coordinate);
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type) || isSpecifiedScalarType(type)) continue;
    if (!ROOTS.has(type.name)) note(type, type.name);
    if (isEnumType(type))
      for (const value of type.getValues()) note(value, `${type.name}.${value.name}`);
    if (isInputObjectType(type))
      for (const field of Object.values(type.getFields()))
        note(field, `${type.name}.${field.name}`);
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      note(field, `${type.name}.${field.name}`);
      for (const arg of field.args) note(arg, `${type.name}.${field.name}(${arg.name}:)`);
    }
  }
  return missing.sort();
}
