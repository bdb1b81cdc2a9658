import { Kind, parse, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import { isIncluded, type Conditions } from '../response/conditions.js';
import type { MatchesType } from './type-conditions.js';

/** Response keys that a fetch brings: for entities by their type, else those of the root. */
export type FetchedFields = (typename?: string) => readonly string[];

/**
 * Reads them (those that are asked for, when conditions are given) from the text of the fetch, when
 * they are first needed: only failures need them.
 */
export function fetchedFields(
  operation: string,
  isEntityFetch: boolean,
  matchesType: MatchesType,
  conditions?: Conditions,
): FetchedFields {
  let set: SelectionSetNode | undefined;
  return (typename) => {
    set ??= selectionOf(operation, isEntityFetch);
    return [...keysOf(set, typename, matchesType, conditions)];
  };
}

function selectionOf(operation: string, isEntityFetch: boolean): SelectionSetNode {
  const definition = parse(operation, { noLocation: true }).definitions.find(
    (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION,
  )!;
  const [first] = definition.selectionSet.selections;
  return isEntityFetch && first?.kind === Kind.FIELD && first.selectionSet
    ? first.selectionSet
    : definition.selectionSet;
}

function keysOf(
  set: SelectionSetNode,
  typename: string | undefined,
  matchesType: MatchesType,
  conditions?: Conditions,
): Set<string> {
  const keys = new Set<string>();
  for (const node of set.selections) {
    if (conditions && !isIncluded(node, conditions)) continue;
    if (node.kind === Kind.FIELD && node.name.value !== '__typename')
      keys.add(node.alias?.value ?? node.name.value);
    else if (node.kind === Kind.INLINE_FRAGMENT) {
      const condition = node.typeCondition?.name.value;
      if (condition && typename && !matchesType(typename, condition)) continue;
      for (const key of keysOf(node.selectionSet, typename, matchesType, conditions)) keys.add(key);
    }
  }
  return keys;
}
