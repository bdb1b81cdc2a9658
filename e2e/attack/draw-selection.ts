import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  isUnionType,
  type GraphQLField,
  type GraphQLNamedOutputType,
  type GraphQLSchema,
} from 'graphql';
import { drawValue, literalOf, type Drawing } from './draw-value.js';

/** How far and how much a selection takes. */
export interface Extent {
  depth: number;
  /** From 0 to 1: how many of the fields with fields of their own. */
  width: number;
}

/** A selection of an output type with braces; empty for scalars. */
export function drawSelection(
  schema: GraphQLSchema,
  type: GraphQLNamedOutputType,
  drawing: Drawing,
  extent: Extent,
): string {
  if (!isCompositeType(type)) return '';
  const { random } = drawing;
  if (isUnionType(type) || isInterfaceType(type)) {
    const possible = schema.getPossibleTypes(type);
    const common = isInterfaceType(type)
      ? fieldsOf(schema, type.getFields(), drawing, { ...extent, width: 0 })
      : '';
    const parts = possible
      .filter(() => random.next() < 0.5)
      .map((one, index) => {
        const inner = fieldsOf(
          schema,
          one.getFields(),
          drawing,
          { ...extent, width: 0 },
          `u${index}_`,
        );
        return `... on ${one.name} { __typename ${inner} }`;
      });
    return `{ __typename ${common} ${parts.join(' ')} }`;
  }
  return isObjectType(type)
    ? `{ __typename ${fieldsOf(schema, type.getFields(), drawing, extent)} }`
    : '';
}

/**
 * Fields of one object; `prefix` gives each an alias, so that equal names in several fragments do
 * not contradict each other.
 */
function fieldsOf(
  schema: GraphQLSchema,
  fields: Record<string, GraphQLField<unknown, unknown>>,
  drawing: Drawing,
  extent: Extent,
  prefix = '',
): string {
  const { random } = drawing;
  const chosen = Object.values(fields).filter((field) => {
    if (!isCompositeType(getNamedType(field.type)))
      return field.name === 'id' || random.next() < 0.7;
    return field.name === 'userErrors' || (extent.depth > 0 && random.next() < extent.width);
  });
  return chosen
    .map((field) => {
      const inner = drawSelection(
        schema,
        getNamedType(field.type),
        { ...drawing, field: field.name },
        { ...extent, depth: extent.depth - 1 },
      );
      return `${prefix ? `${prefix}${field.name}: ` : ''}${field.name}${argumentsOf(field, drawing)} ${inner}`;
    })
    .join(' ');
}

function argumentsOf(field: GraphQLField<unknown, unknown>, drawing: Drawing): string {
  const { random } = drawing;
  const given = field.args
    .filter(
      (one) =>
        (isNonNullType(one.type) && one.defaultValue === undefined) ||
        one.name === 'first' ||
        random.next() < 0.2,
    )
    .map(
      (one) =>
        `${one.name}: ${literalOf(drawValue(one.type, one.name, { ...drawing, field: field.name }))}`,
    );
  return given.length > 0 ? `(${given.join(', ')})` : '';
}
