import {
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  Kind,
  visit,
  type DocumentNode,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';

/** Values of the variables that @skip and @include ask for. */
export type Conditions = Readonly<Record<string, boolean>>;

/** Names of the variables that decide about selections of the document. */
export function conditionVariables(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive({ name, arguments: given }) {
      if (name.value !== 'skip' && name.value !== 'include') return;
      for (const { value } of given ?? [])
        if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}

/**
 * Their values in a request, the defaults of the operation included. The variables were checked
 * before.
 */
export function conditionValues(
  names: readonly string[],
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Conditions {
  const values: Record<string, boolean> = {};
  for (const name of names) {
    const definition = operation.variableDefinitions?.find(
      (one) => one.variable.name.value === name,
    );
    if (!definition) continue;
    const given = Object.hasOwn(variables, name) ? variables[name] : undefined;
    const byDefault =
      definition.defaultValue?.kind === Kind.BOOLEAN && definition.defaultValue.value;
    values[name] = given === undefined ? byDefault : given === true;
  }
  return values;
}

/** True when the selection is part of the answer under these conditions. */
export function isIncluded(node: SelectionNode, conditions: Conditions): boolean {
  if (!node.directives?.length) return true;
  if (getDirectiveValues(GraphQLSkipDirective, node, conditions)?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, conditions)?.if !== false;
}
