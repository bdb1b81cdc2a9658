import {
  Kind,
  OperationTypeNode,
  print,
  visit,
  type ASTNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** Variable that carries the id of the notification; unlikely to be a client's own. */
export const ID_VARIABLE = 'emporiumNotificationId';

/** A subscription as the query that is run for each event. */
export interface Rerun {
  query: string;
  /** Name of the subscription's root field. */
  field: string;
  /** Key under which the client expects it. */
  key: string;
  /** Names of the client's variables that the query has. */
  variables: string[];
}

/**
 * Turns a validated subscription into `query { <key>: notification(id: …) { <the client's
 * selection> } }`.
 */
export function rerunOf(document: DocumentNode, operation: OperationDefinitionNode): Rerun {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      fragments.set(definition.name.value, definition);
  const roots = rootFields(operation.selectionSet, fragments);
  const [first] = roots;
  if (!first) throw new Error('a valid subscription has a root field');
  const key = first.alias?.value ?? first.name.value;
  const selections = roots.map((root) => ({
    ...root,
    alias: { kind: Kind.NAME as const, value: key },
    name: { kind: Kind.NAME as const, value: 'notification' },
    arguments: [
      {
        kind: Kind.ARGUMENT as const,
        name: { kind: Kind.NAME as const, value: 'id' },
        value: variable(ID_VARIABLE),
      },
    ],
  }));
  const usedFragments = reachable(selections, fragments);
  const used = variablesIn([...selections, ...usedFragments]);
  const definitions = (operation.variableDefinitions ?? []).filter((definition) =>
    used.has(definition.variable.name.value),
  );
  const query: OperationDefinitionNode = {
    kind: Kind.OPERATION_DEFINITION,
    operation: OperationTypeNode.QUERY,
    ...(operation.name ? { name: operation.name } : {}),
    variableDefinitions: [
      ...definitions,
      { kind: Kind.VARIABLE_DEFINITION, variable: variable(ID_VARIABLE), type: nonNullId },
    ],
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
  return {
    query: print({ kind: Kind.DOCUMENT, definitions: [query, ...usedFragments] }),
    field: first.name.value,
    key,
    variables: definitions.map((definition) => definition.variable.name.value),
  };
}

const nonNullId = {
  kind: Kind.NON_NULL_TYPE,
  type: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: 'ID' } },
} as const;
const variable = (name: string) =>
  ({ kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } }) as const;

/** Fields at the root, through fragments on the Subscription type. */
function rootFields(
  set: SelectionSetNode,
  fragments: Map<string, FragmentDefinitionNode>,
): FieldNode[] {
  return set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    const inner =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    return inner ? rootFields(inner.selectionSet, fragments) : [];
  });
}

function reachable(
  nodes: readonly ASTNode[],
  fragments: Map<string, FragmentDefinitionNode>,
): FragmentDefinitionNode[] {
  const found = new Set<FragmentDefinitionNode>();
  const walk = (node: ASTNode): void =>
    void visit(node, {
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value);
        if (!fragment || found.has(fragment)) return;
        found.add(fragment);
        walk(fragment);
      },
    });
  nodes.forEach(walk);
  return [...found];
}

function variablesIn(nodes: readonly ASTNode[]): Set<string> {
  const names = new Set<string>();
  for (const node of nodes) visit(node, { Variable: ({ name }) => void names.add(name.value) });
  return names;
}
