import {
  getNamedType,
  isAbstractType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import type { RunResult } from './federated-graph.js';

type Told = RunResult['errors'];

/**
 * What the errors of @apollo/gateway become here: it also tells of fields that the client did not
 * select (keys, and what other fields require). Those move up to the selected field above them,
 * unless something is told below it anyway.
 */
export function expectedErrors(operation: Asked, errors: Told): Told {
  const kept: Told = [];
  const moved: Told = [];
  for (const error of errors) {
    const path = error.path?.split('.');
    const length = path ? selectedLength(operation, path) : 0;
    if (!path || length === path.length) kept.push(error);
    else moved.push({ ...error, path: path.slice(0, length).join('.') });
  }
  for (const error of moved) {
    const isReported = kept.some(
      ({ path }) => path === error.path || path?.startsWith(`${error.path}.`) || error.path === '',
    );
    if (!isReported) kept.push(error);
  }
  return kept;
}

/** An operation and the schema that it asks. */
interface Asked {
  schema: GraphQLSchema;
  document: DocumentNode;
  variables: Record<string, unknown>;
}

/** A selection on one of the types that may stand there. */
type Place = readonly [type: GraphQLObjectType, set: SelectionSetNode];

function selectedLength(asked: Asked, path: readonly string[]): number {
  const operation = asked.document.definitions.find(
    (one) => one.kind === Kind.OPERATION_DEFINITION,
  )!;
  let places: Place[] = [[asked.schema.getRootType(operation.operation)!, operation.selectionSet]];
  for (const [index, step] of path.entries()) {
    if (/^\d+$/.test(step)) continue;
    const next: Place[] = [];
    let isSelected = false;
    for (const [type, set] of places) {
      for (const field of fieldsOf(asked, type, set)) {
        if ((field.alias ?? field.name).value !== step) continue;
        isSelected = true;
        const below = getNamedType(type.getFields()[field.name.value]?.type);
        const types = isAbstractType(below)
          ? asked.schema.getPossibleTypes(below)
          : isObjectType(below)
            ? [below]
            : [];
        if (field.selectionSet) for (const one of types) next.push([one, field.selectionSet]);
      }
    }
    if (!isSelected) return index;
    places = next;
  }
  return path.length;
}

function fieldsOf(asked: Asked, type: GraphQLObjectType, set: SelectionSetNode): FieldNode[] {
  const { schema, document, variables } = asked;
  return set.selections.flatMap((selection): FieldNode[] => {
    for (const { name, arguments: given } of selection.directives ?? []) {
      const value = given?.[0]?.value;
      const condition =
        value?.kind === Kind.VARIABLE
          ? variables[value.name.value]
          : value?.kind === Kind.BOOLEAN && value.value;
      if (condition !== (name.value === 'include')) return [];
    }
    if (selection.kind === Kind.FIELD) return [selection];
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection
        : document.definitions.find(
            (one) =>
              one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === selection.name.value,
          );
    if (!fragment || !('selectionSet' in fragment)) return [];
    const condition = 'typeCondition' in fragment ? fragment.typeCondition?.name.value : undefined;
    const wanted = schema.getType(condition ?? type.name);
    const applies = wanted === type || (isAbstractType(wanted) && schema.isSubType(wanted, type));
    return applies ? fieldsOf(asked, type, fragment.selectionSet) : [];
  });
}
