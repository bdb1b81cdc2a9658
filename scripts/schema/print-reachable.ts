import {
  getNamedType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  printSchema,
} from 'graphql';
import { Kind, parse, print } from 'graphql';

function neighbours(schema: GraphQLSchema, type: GraphQLNamedType): GraphQLNamedType[] {
  if (isUnionType(type)) return [...type.getTypes()];
  if (isInputObjectType(type))
    return Object.values(type.getFields()).map((field) => getNamedType(field.type));
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  const fields = Object.values(type.getFields()).flatMap((field) => [
    getNamedType(field.type),
    ...field.args.map((arg) => getNamedType(arg.type)),
  ]);
  return isInterfaceType(type)
    ? [...fields, ...type.getInterfaces(), ...schema.getPossibleTypes(type)]
    : [...fields, ...type.getInterfaces()];
}

/**
 * Prints only what operations can reach from the root types. Implementations of an interface count
 * only when a field returns that interface, so that `Node` alone keeps no type alive.
 */
export function printReachable(schema: GraphQLSchema): string {
  const returned = new Set<string>();
  for (const type of Object.values(schema.getTypeMap()))
    if (isObjectType(type) || isInterfaceType(type))
      for (const field of Object.values(type.getFields()))
        returned.add(getNamedType(field.type).name);
  const seen = new Set<string>();
  const queue: GraphQLNamedType[] = [
    schema.getQueryType(),
    schema.getMutationType(),
    schema.getSubscriptionType(),
  ].filter((type) => type != null);
  for (let type = queue.pop(); type; type = queue.pop()) {
    if (seen.has(type.name)) continue;
    seen.add(type.name);
    const next = neighbours(schema, type);
    queue.push(
      ...(isInterfaceType(type) && !returned.has(type.name)
        ? next.filter((t) => !isObjectType(t))
        : next),
    );
  }
  const document = parse(printSchema(schema), { noLocation: true });
  const kept = document.definitions.filter(
    (definition) =>
      definition.kind === Kind.DIRECTIVE_DEFINITION ||
      !('name' in definition) ||
      !definition.name ||
      seen.has(definition.name.value),
  );
  return print({ ...document, definitions: kept });
}
