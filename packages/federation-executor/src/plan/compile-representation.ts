import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import type { Data } from '../response/response-shape.js';
import { merge } from './merge-data.js';
import type { MatchesType } from './type-conditions.js';

/** What stands for an entity in a fetch. `key` is the same for equal representations. */
export interface Representation {
  key: string;
  value: Data;
  /** The entity holds nothing but this yet, so that entities with this key are interchangeable. */
  isWhole: boolean;
}

/**
 * Reads a representation from an object; null when something it needs is missing, undefined when
 * the fetch is not for its type.
 */
export type BuildRepresentation = (object: Data) => Representation | null | undefined;

/** Compiles the `requires` of a fetch. */
export function compileRepresentation(
  requires: readonly QueryPlanSelectionNode[],
  matchesType: MatchesType,
): BuildRepresentation {
  const byType = new Map<string, BuildRepresentation>();
  return (object) => {
    const typename = object['__typename'];
    if (typeof typename !== 'string') return undefined;
    let represent = byType.get(typename);
    if (!represent) {
      represent = ofType(requires, typename, matchesType);
      // Names come from subgraphs; a broken one must not fill the memory.
      if (byType.size < 1_000) byType.set(typename, represent);
    }
    return represent(object);
  };
}

function ofType(
  requires: readonly QueryPlanSelectionNode[],
  typename: string,
  matchesType: MatchesType,
): BuildRepresentation {
  const groups: (readonly QueryPlanSelectionNode[])[] = [];
  for (const node of requires) {
    if (node.kind === 'Field') groups.push([node]);
    else if (node.typeCondition && matchesType(typename, node.typeCondition))
      groups.push(node.selections);
  }
  if (groups.length === 0) return () => undefined;
  const leaves = groups.length === 1 ? leafNames(groups[0]!) : undefined;
  return leaves
    ? (object) => fromLeaves(object, leaves)
    : (object) => fromGroups(object, groups, matchesType);
}

function leafNames(nodes: readonly QueryPlanSelectionNode[]): string[] | undefined {
  const names: string[] = [];
  for (const node of nodes) {
    if (node.kind !== 'Field' || node.selections) return undefined;
    names.push(node.alias ?? node.name);
  }
  return names.includes('__typename') ? names : undefined;
}

function fromLeaves(object: Data, names: readonly string[]): Representation | null {
  const value: Data = {};
  let key = '';
  for (const name of names) {
    const leaf = object[name];
    if (leaf === undefined || !Object.hasOwn(object, name)) return null;
    value[name] = leaf;
    key += typeof leaf === 'string' ? `${leaf.length}:${leaf}` : `,${JSON.stringify(leaf)};`;
  }
  return { key, value, isWhole: Object.keys(object).length === names.length };
}

function fromGroups(
  object: Data,
  groups: readonly (readonly QueryPlanSelectionNode[])[],
  matchesType: MatchesType,
): Representation | null {
  const value: Data = {};
  for (const nodes of groups) {
    const part = select(object, nodes, matchesType);
    if (part) merge(value, part);
  }
  return value['__typename'] ? { key: JSON.stringify(value), value, isWhole: false } : null;
}

function select(
  object: unknown,
  nodes: readonly QueryPlanSelectionNode[],
  matchesType: MatchesType,
): Data | null {
  if (typeof object !== 'object' || object === null) return null;
  const value: Data = {};
  for (const node of nodes) {
    if (node.kind === 'Field') {
      const key = node.alias ?? node.name;
      const there = Object.hasOwn(object, key) ? (object as Data)[key] : undefined;
      if (there === undefined) return null;
      value[key] = node.selections ? selectEach(there, node.selections, matchesType) : there;
      continue;
    }
    const typename = (object as Data)['__typename'];
    if (
      node.typeCondition &&
      typeof typename === 'string' &&
      matchesType(typename, node.typeCondition)
    ) {
      const part = select(object, node.selections, matchesType);
      if (part) merge(value, part);
    }
  }
  return value;
}

function selectEach(
  value: unknown,
  nodes: readonly QueryPlanSelectionNode[],
  matchesType: MatchesType,
): unknown {
  return Array.isArray(value)
    ? value.map((item) => selectEach(item, nodes, matchesType))
    : select(value, nodes, matchesType);
}
