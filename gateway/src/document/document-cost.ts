import {
  Kind,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import type { CostRules, FieldCost } from '@emporium/federation-executor/supergraph/cost-rules';

/** A list whose length nothing tells is taken to be this long. */
const UNKNOWN_LIST_SIZE = 5;
/**
 * No page is longer (docs/schema-rules.md, rule 5): asking for more is answered with an error, not
 * with more items.
 */
const MAX_PAGE = 100;

/** The cost of an operation and the variables that it depends on. */
export interface OperationCost {
  cost: number;
  /** Names of variables that decide list sizes; empty = the cost is the same for every request. */
  sizeVariables: readonly string[];
}

/**
 * Static cost of one operation: weights multiplied by list sizes, fragments and variables included.
 * The document must be valid and measured.
 */
export function operationCost(
  schema: GraphQLSchema,
  rules: CostRules,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): OperationCost {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      fragments.set(definition.name.value, definition);
  const sizeVariables = new Set<string>();

  const number = (value: ValueNode | undefined): number | undefined => {
    if (value?.kind === Kind.INT) return Number(value.value);
    if (value?.kind !== Kind.VARIABLE) return undefined;
    sizeVariables.add(value.name.value);
    const given = variables[value.name.value];
    return typeof given === 'number' ? given : undefined;
  };
  const pageSize = (
    node: FieldNode,
    field: GraphQLField<unknown, unknown>,
    { slicingArguments, assumedSize }: NonNullable<FieldCost['listSize']>,
  ) => {
    const asked = slicingArguments.flatMap((name) => {
      const given = number(node.arguments?.find((argument) => argument.name.value === name)?.value);
      const usual = field.args.find((argument) => argument.name === name)?.defaultValue;
      const size = given ?? (typeof usual === 'number' ? usual : undefined);
      return size === undefined ? [] : [size];
    });
    const size = asked.length > 0 ? Math.max(...asked) : (assumedSize ?? UNKNOWN_LIST_SIZE);
    return Math.min(Math.max(size, 1), Math.max(MAX_PAGE, assumedSize ?? 0));
  };

  const ofSelections = (
    set: SelectionSetNode,
    type: GraphQLNamedType,
    sizes: ReadonlyMap<string, number>,
  ): number => {
    let total = 0;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) total += ofField(selection, type, sizes);
      else {
        const fragment =
          selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
        const inner = fragment?.typeCondition
          ? schema.getType(fragment.typeCondition.name.value)
          : type;
        if (fragment && inner) total += ofSelections(fragment.selectionSet, inner, sizes);
      }
    }
    return total;
  };
  const ofField = (
    node: FieldNode,
    type: GraphQLNamedType,
    sizes: ReadonlyMap<string, number>,
  ): number => {
    const name = node.name.value;
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
    // Introspection and __typename are answered here, no subgraph works for them.
    if (!field) return 0;
    const cost = rules.fieldCost(type.name, name);
    const page = cost.listSize ? pageSize(node, field, cost.listSize) : undefined;
    const sized = cost.listSize?.sizedFields ?? [];
    const times =
      sizes.get(name) ??
      (sized.length === 0 && page !== undefined ? page : cost.isList ? UNKNOWN_LIST_SIZE : 1);
    const inner = new Map(page === undefined ? [] : sized.map((child) => [child, page]));
    const returned = getNamedType(field.type);
    const children =
      node.selectionSet && isCompositeType(returned)
        ? ofSelections(node.selectionSet, returned, inner)
        : 0;
    const extra = (node.arguments ?? []).reduce(
      (sum, argument) => sum + (cost.argumentWeights.get(argument.name.value) ?? 0),
      0,
    );
    return times * (cost.weight + children) + extra;
  };

  const root = schema.getRootType(operation.operation);
  const cost = root ? ofSelections(operation.selectionSet, root, new Map()) : 0;
  return { cost, sizeVariables: [...sizeVariables] };
}
