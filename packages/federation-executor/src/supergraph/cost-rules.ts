import {
  Kind,
  valueFromASTUntyped,
  type ConstDirectiveNode,
  type DocumentNode,
  type TypeNode,
} from 'graphql';
import { linkedDirectives } from './link-names.js';

/** How a field of the composed schema counts. */
export interface FieldCost {
  weight: number;
  /** Weights of arguments, counted when they are given. */
  argumentWeights: ReadonlyMap<string, number>;
  isList: boolean;
  listSize?: {
    assumedSize?: number;
    slicingArguments: readonly string[];
    sizedFields: readonly string[];
  };
}

export interface CostRules {
  fieldCost(typeName: string, fieldName: string): FieldCost;
}

const LEAF: FieldCost = { weight: 0, argumentWeights: new Map(), isList: false };
const MUTATION_WEIGHT = 10;

/**
 * Reads @cost and @listSize from the supergraph: objects cost 1, leaves 0, mutations 10, unless a
 * weight is stated.
 */
export function costRules(supergraph: DocumentNode): CostRules {
  const names = linkedDirectives(supergraph);
  const table = new Map<string, Map<string, FieldCost>>();
  const weights = new Map<string, number>();
  const leaves = new Set(['Int', 'Float', 'String', 'Boolean', 'ID']);
  for (const definition of supergraph.definitions) {
    if (
      definition.kind === Kind.SCALAR_TYPE_DEFINITION ||
      definition.kind === Kind.ENUM_TYPE_DEFINITION
    )
      leaves.add(definition.name.value);
    if (!('name' in definition) || !definition.name || !('directives' in definition)) continue;
    const weight = readArguments(
      definition.directives as readonly ConstDirectiveNode[],
      names.cost,
    )?.weight;
    if (typeof weight === 'number') weights.set(definition.name.value, weight);
  }
  for (const definition of supergraph.definitions) {
    if (
      definition.kind !== Kind.OBJECT_TYPE_DEFINITION &&
      definition.kind !== Kind.INTERFACE_TYPE_DEFINITION
    )
      continue;
    const fields = new Map<string, FieldCost>();
    for (const field of definition.fields ?? []) {
      const type = namedType(field.type);
      const stated = readArguments(field.directives, names.cost)?.weight;
      const usual =
        definition.name.value === 'Mutation' ? MUTATION_WEIGHT : leaves.has(type) ? 0 : 1;
      const size = readArguments(field.directives, names.listSize);
      const argumentWeights = (field.arguments ?? []).flatMap((argument) => {
        const weight = readArguments(argument.directives, names.cost)?.weight;
        return typeof weight === 'number' ? [[argument.name.value, weight] as const] : [];
      });
      fields.set(field.name.value, {
        weight: typeof stated === 'number' ? stated : (weights.get(type) ?? usual),
        argumentWeights: new Map(argumentWeights),
        isList: isList(field.type),
        ...(size
          ? {
              listSize: {
                ...(typeof size.assumedSize === 'number' ? { assumedSize: size.assumedSize } : {}),
                slicingArguments: (size.slicingArguments as string[] | undefined) ?? [],
                sizedFields: (size.sizedFields as string[] | undefined) ?? [],
              },
            }
          : {}),
      });
    }
    table.set(definition.name.value, fields);
  }
  return { fieldCost: (typeName, fieldName) => table.get(typeName)?.get(fieldName) ?? LEAF };
}

function readArguments(
  directives: readonly ConstDirectiveNode[] | undefined,
  name: string | undefined,
): Record<string, unknown> | undefined {
  const directive = directives?.find((candidate) => candidate.name.value === name);
  if (!directive) return undefined;
  return Object.fromEntries(
    (directive.arguments ?? []).map((argument) => [
      argument.name.value,
      valueFromASTUntyped(argument.value),
    ]),
  );
}

const namedType = (type: TypeNode): string =>
  type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
const isList = (type: TypeNode): boolean =>
  type.kind === Kind.LIST_TYPE || (type.kind === Kind.NON_NULL_TYPE && isList(type.type));
