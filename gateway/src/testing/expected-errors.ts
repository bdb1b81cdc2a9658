import { Kind, type DocumentNode, type FieldNode, type SelectionSetNode } from 'graphql';
import type { RunResult } from './federated-graph.js';

type Told = RunResult['errors'];

/**
 * What the errors of @apollo/gateway become here: it also tells of fields that the client did not select (keys, and what other fields
 * require). Those move up to the selected field above them, unless something is told below it anyway.
 */
export function expectedErrors(document: DocumentNode, variables: Record<string, unknown>, errors: Told): Told {
  const kept: Told = [];
  const moved: Told = [];
  for (const error of errors) {
    const path = error.path?.split('.');
    const length = path ? selectedLength(document, variables, path) : 0;
    if (!path || length === path.length) kept.push(error);
    else moved.push({ ...error, path: path.slice(0, length).join('.') });
  }
  for (const error of moved) {
    const isTold = kept.some(({ path }) => path === error.path || path?.startsWith(`${error.path}.`) || error.path === '');
    if (!isTold) kept.push(error);
  }
  return kept;
}

function selectedLength(document: DocumentNode, variables: Record<string, unknown>, path: readonly string[]): number {
  const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION)!;
  let sets: SelectionSetNode[] = [operation.selectionSet];
  for (const [index, step] of path.entries()) {
    if (/^\d+$/.test(step)) continue;
    const fields = sets.flatMap((set) => fieldsOf(set, document, variables)).filter((field) => (field.alias ?? field.name).value === step);
    if (fields.length === 0) return index;
    sets = fields.map(({ selectionSet }) => selectionSet).filter((set) => set !== undefined);
  }
  return path.length;
}

function fieldsOf(set: SelectionSetNode, document: DocumentNode, variables: Record<string, unknown>): FieldNode[] {
  return set.selections.flatMap((selection): FieldNode[] => {
    for (const { name, arguments: given } of selection.directives ?? []) {
      const value = given?.[0]?.value;
      const condition = value?.kind === Kind.VARIABLE ? variables[value.name.value] : value?.kind === Kind.BOOLEAN && value.value;
      if (condition !== (name.value === 'include')) return [];
    }
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(selection.selectionSet, document, variables);
    const fragment = document.definitions.find((one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === selection.name.value);
    return fragment?.kind === Kind.FRAGMENT_DEFINITION ? fieldsOf(fragment.selectionSet, document, variables) : [];
  });
}
