import {
  Kind,
  visit,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/**
 * The document as the planner must see it; undefined when it asks for nothing but introspection.
 * The planner cannot plan every introspection, and it leaves out a field whose whole selection is
 * skipped: a mutation would then not run at all.
 */
export function plannableDocument(
  document: DocumentNode,
  operation: OperationDefinitionNode,
): DocumentNode | undefined {
  const without = withoutIntrospection(document, operation);
  return without && visit(without, { Field: { leave: withCertainSelection } });
}

function withCertainSelection(node: FieldNode): FieldNode | undefined {
  const { selectionSet } = node;
  if (
    !selectionSet ||
    selectionSet.selections.some((one) => one.kind === Kind.FIELD && !one.directives?.length)
  )
    return undefined;
  const certain: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };
  return {
    ...node,
    selectionSet: { ...selectionSet, selections: [certain, ...selectionSet.selections] },
  };
}

const isIntrospection = (field: FieldNode) =>
  field.name.value === '__schema' || field.name.value === '__type';

function withoutIntrospection(
  document: DocumentNode,
  operation: OperationDefinitionNode,
): DocumentNode | undefined {
  let found = false;
  visit(document, { Field: (node) => void (found ||= isIntrospection(node)) });
  if (!found) return document;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const one of document.definitions)
    if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one);
  const strip = (set: SelectionSetNode): SelectionSetNode => ({
    ...set,
    selections: set.selections.flatMap((node): SelectionSetNode['selections'] => {
      if (node.kind === Kind.FIELD) return isIntrospection(node) ? [] : [node];
      const inner = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
      const selectionSet = inner && strip(inner.selectionSet);
      // Fragments on the root are written out: the planner must not meet the field in their
      // definition either.
      if (!selectionSet?.selections.length) return [];
      return [{ kind: Kind.INLINE_FRAGMENT, selectionSet, directives: node.directives ?? [] }];
    }),
  });
  const selectionSet = strip(operation.selectionSet);
  if (selectionSet.selections.length === 0) return undefined;
  return {
    ...document,
    definitions: document.definitions.map((one) =>
      one === operation ? { ...operation, selectionSet } : one,
    ),
  };
}
