import {
  getNamedType,
  type GraphQLArgument,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';

const DAY = /Gone after (\d{4}-\d{2}-\d{2})/;

type Deprecable = { deprecationReason?: string | null | undefined };

/** True when the element announced its removal and that day (UTC) has passed. */
export function hasExpired(element: Deprecable | undefined, today: string): boolean {
  const day = element?.deprecationReason?.match(DAY)?.[1];
  return day !== undefined && day < today;
}

/**
 * The element at `Type.field`, `Type.field.argument`, `Enum.VALUE` or `Input.field`; undefined when
 * there is none.
 */
export function elementAt(schema: GraphQLSchema, path: string): Deprecable | undefined {
  const [typeName = '', name = '', argument] = path.split('.');
  const type = schema.getType(typeName);
  if (isEnumType(type)) return type.getValue(name) ?? undefined;
  if (isInputObjectType(type)) return type.getFields()[name];
  if (!isObjectType(type) && !isInterfaceType(type)) return undefined;
  const field = type.getFields()[name];
  // An argument goes with its field, or before it.
  return argument === undefined ? field : field?.args.find((arg) => arg.name === argument);
}

/**
 * True when all that ever led to the type had announced its removal, or left together with its own
 * type.
 */
export function isLeftover(
  old: GraphQLSchema,
  now: GraphQLSchema,
  typeName: string,
  today: string,
): boolean {
  let references = 0;
  for (const type of Object.values(old.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const args: readonly GraphQLArgument[] = 'args' in field ? field.args : [];
      const parts = [field, ...args].filter((part) => String(getNamedType(part.type)) === typeName);
      references += parts.length;
      const gone = hasExpired(field, today) || !now.getType(type.name);
      if (parts.length > 0 && !gone && !parts.every((part) => hasExpired(part, today)))
        return false;
    }
  }
  return references > 0;
}
