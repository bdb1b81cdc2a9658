import {
  Kind,
  visit,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  OperationTypeNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/**
 * The document as the planner must see it; undefined when it asks for nothing but introspection.
 * The planner cannot plan every introspection, and it leaves out a field whose whole selection is
 * skipped: a mutation would then not run at all. It also gathers equal fragments where the first of
 * them stands, so that mutations would run in another order than they are written in.
 */
export function plannableDocument(
  document: DocumentNode,
  operation: OperationDefinitionNode,
): DocumentNode | undefined {
  const without =
    operation.operation === OperationTypeNode.MUTATION
      ? withoutRootFragments(document, operation)
      : withoutIntrospection(document, operation);
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

/** The fields of a mutation one after the other, each with the conditions of what it stood in. */
function withoutRootFragments(
  document: DocumentNode,
  operation: OperationDefinitionNode,
): DocumentNode {
  const fragments = fragmentsOf(document);
  const fieldsOf = (
    { selections }: SelectionSetNode,
    outer: readonly DirectiveNode[],
  ): SelectionNode[] =>
    selections.flatMap((node) => {
      if (node.kind === Kind.FIELD) return [underConditions(node, outer)];
      const inner = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
      return inner ? fieldsOf(inner.selectionSet, [...outer, ...(node.directives ?? [])]) : [];
    });
  const selections = fieldsOf(operation.selectionSet, []);
  return withOperation(document, operation, { ...operation.selectionSet, selections });
}

/** A field has room for one condition of a kind; others stand around it. */
function underConditions(field: FieldNode, outer: readonly DirectiveNode[]): SelectionNode {
  const own = [...(field.directives ?? [])];
  const around: DirectiveNode[] = [];
  for (const directive of outer)
    (own.some(({ name }) => name.value === directive.name.value) ? around : own).push(directive);
  return around.reduce<SelectionNode>(
    (node, directive) => ({
      kind: Kind.INLINE_FRAGMENT,
      selectionSet: { kind: Kind.SELECTION_SET, selections: [node] },
      directives: [directive],
    }),
    { ...field, directives: own },
  );
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
  const fragments = fragmentsOf(document);
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
  return withOperation(document, operation, selectionSet);
}

function fragmentsOf(document: DocumentNode): Map<string, FragmentDefinitionNode> {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const one of document.definitions)
    if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one);
  return fragments;
}

const withOperation = (
  document: DocumentNode,
  operation: OperationDefinitionNode,
  selectionSet: SelectionSetNode,
): DocumentNode => ({
  ...document,
  definitions: document.definitions.map((one) =>
    one === operation ? { ...operation, selectionSet } : one,
  ),
});
