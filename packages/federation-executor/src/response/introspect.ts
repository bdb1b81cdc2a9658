import {
  executeSync,
  Kind,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { Data } from './response-shape.js';

/** Answers questions about the API schema with this request's variables. */
export type Introspect = (variables: Readonly<Record<string, unknown>>) => Data;

/** Makes the introspection part of an operation; undefined when it has none. */
export function introspection(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  rootFields: readonly FieldNode[],
): Introspect | undefined {
  const selections = rootFields.filter(
    ({ name }) => name.value === '__schema' || name.value === '__type',
  );
  if (selections.length === 0) return undefined;
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  const part: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [
      { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } },
      ...fragments,
    ],
  };
  let known: Data | undefined;
  return (variables) => {
    if (known) return known;
    const { data, errors } = executeSync({ schema, document: part, variableValues: variables });
    if (!data) throw errors?.[0] ?? new Error('introspection gave nothing');
    // Without variables the answer cannot differ.
    if (!operation.variableDefinitions?.length) known = data;
    return data;
  };
}
