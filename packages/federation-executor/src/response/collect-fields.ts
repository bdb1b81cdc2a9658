import {
  isAbstractType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import type { CostRules } from '../supergraph/cost-rules.js';
import { isIncluded, type Conditions } from './conditions.js';

/** What collecting needs to know of an operation. */
export interface Selecting {
  schema: GraphQLSchema;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  conditions: Conditions;
  /** Weights of fields; none: nothing is counted. */
  costs?: CostRules;
}

/**
 * The fields that an object of the type answers, by response key in the order of the answer; equal
 * keys are merged.
 */
export function collectFields(
  of: Selecting,
  type: GraphQLCompositeType,
  sets: readonly SelectionSetNode[],
): Map<string, FieldNode[]> {
  const found = new Map<string, FieldNode[]>();
  const visited = new Set<string>();
  const collect = (set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (!isIncluded(selection, of.conditions)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const known = found.get(key);
        if (known) known.push(selection);
        else found.set(key, [selection]);
        continue;
      }
      let fragment: {
        typeCondition?: { name: { value: string } };
        selectionSet: SelectionSetNode;
      } = selection as never;
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const { value: name } = selection.name;
        const definition = of.fragments.get(name);
        if (visited.has(name) || !definition) continue;
        visited.add(name);
        fragment = definition;
      }
      if (applies(of.schema, fragment.typeCondition?.name.value, type))
        collect(fragment.selectionSet);
    }
  };
  sets.forEach(collect);
  return found;
}

function applies(
  schema: GraphQLSchema,
  condition: string | undefined,
  type: GraphQLCompositeType,
): boolean {
  if (condition === undefined || condition === type.name) return true;
  const asked = schema.getType(condition);
  return isAbstractType(asked) && 'getFields' in type && schema.isSubType(asked, type);
}
