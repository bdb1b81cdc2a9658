import {
  executeSync,
  Kind,
  visit,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Data } from './shape.js';

/** Answers questions about the API schema with this request's variables. */
export type Introspect = (variables: Readonly<Record<string, unknown>>) => Data;

/** Makes the introspection part of an operation; undefined when it has none. */
export function introspection(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  rootFields: readonly FieldNode[],
): Introspect | undefined {
  const selections = rootFields.filter(({ name }) => name.value === '__schema' || name.value === '__type');
  if (selections.length === 0) return undefined;
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  const part: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [{ ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } }, ...fragments],
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

const isIntrospection = (field: FieldNode) => field.name.value === '__schema' || field.name.value === '__type';

/**
 * The document without its introspection part, which the planner cannot always plan; undefined when nothing else is asked for.
 */
export function withoutIntrospection(document: DocumentNode, operation: OperationDefinitionNode): DocumentNode | undefined {
  let found = false;
  visit(document, { Field: (node) => void (found ||= isIntrospection(node)) });
  if (!found) return document;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const one of document.definitions) if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one);
  const strip = (set: SelectionSetNode): SelectionSetNode => ({
    ...set,
    selections: set.selections.flatMap((node): SelectionSetNode['selections'] => {
      if (node.kind === Kind.FIELD) return isIntrospection(node) ? [] : [node];
      const inner = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
      const selectionSet = inner && strip(inner.selectionSet);
      // Fragments on the root are written out: the planner must not meet the field in their definition either.
      if (!selectionSet?.selections.length) return [];
      return [{ kind: Kind.INLINE_FRAGMENT, selectionSet, directives: node.directives ?? [] }];
    }),
  });
  const selectionSet = strip(operation.selectionSet);
  if (selectionSet.selections.length === 0) return undefined;
  return { ...document, definitions: document.definitions.map((one) => (one === operation ? { ...operation, selectionSet } : one)) };
}
