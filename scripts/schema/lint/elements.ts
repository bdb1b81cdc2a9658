import {
  type ConstDirectiveNode,
  type EnumTypeDefinitionNode,
  type FieldDefinitionNode,
  type InputObjectTypeDefinitionNode,
  type InputValueDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type UnionTypeDefinitionNode,
} from 'graphql';
import type { ParsedSubgraph } from './lint-input.js';

type FieldsType = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/** An output field with everything a rule needs to know about its place. */
export interface FieldElement {
  subgraph: string;
  type: FieldsType;
  field: FieldDefinitionNode;
  where: string;
}

/** An argument or a field of an input type. */
export interface InputElement {
  subgraph: string;
  input: InputValueDefinitionNode;
  where: string;
}

export const ROOT_TYPES = new Set(['Query', 'Mutation', 'Subscription']);

/** Object types, written as definition or as extension. */
export function objectTypes({ document }: ParsedSubgraph): ObjectTypeDefinitionNode[] {
  return document.definitions.flatMap((d) =>
    d.kind === Kind.OBJECT_TYPE_DEFINITION || d.kind === Kind.OBJECT_TYPE_EXTENSION
      ? [{ ...d, kind: Kind.OBJECT_TYPE_DEFINITION }]
      : [],
  );
}

export function interfaceTypes({ document }: ParsedSubgraph): InterfaceTypeDefinitionNode[] {
  return document.definitions.filter((d) => d.kind === Kind.INTERFACE_TYPE_DEFINITION);
}

export function unionTypes({ document }: ParsedSubgraph): UnionTypeDefinitionNode[] {
  return document.definitions.filter((d) => d.kind === Kind.UNION_TYPE_DEFINITION);
}

export function enumTypes({ document }: ParsedSubgraph): EnumTypeDefinitionNode[] {
  return document.definitions.filter((d) => d.kind === Kind.ENUM_TYPE_DEFINITION);
}

export function inputTypes({ document }: ParsedSubgraph): InputObjectTypeDefinitionNode[] {
  return document.definitions.filter((d) => d.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION);
}

/** Every output field of every subgraph. */
export function allFields(subgraphs: ParsedSubgraph[]): FieldElement[] {
  return subgraphs.flatMap((subgraph) =>
    [...objectTypes(subgraph), ...interfaceTypes(subgraph)].flatMap((type) =>
      (type.fields ?? []).map((field) => ({
        subgraph: subgraph.name,
        type,
        field,
        where: `${subgraph.name}: ${type.name.value}.${field.name.value}`,
      })),
    ),
  );
}

/** Fields of Query, Mutation or Subscription. */
export function rootFields(
  subgraphs: ParsedSubgraph[],
  root?: 'Query' | 'Mutation' | 'Subscription',
): FieldElement[] {
  return allFields(subgraphs).filter(({ type }) =>
    root ? type.name.value === root : ROOT_TYPES.has(type.name.value),
  );
}

/** Every argument and every input field of every subgraph. */
export function allInputs(subgraphs: ParsedSubgraph[]): InputElement[] {
  const args = allFields(subgraphs).flatMap(({ subgraph, field, where }) =>
    (field.arguments ?? []).map((input) => ({
      subgraph,
      input,
      where: `${where}(${input.name.value}:)`,
    })),
  );
  const fields = subgraphs.flatMap((subgraph) =>
    inputTypes(subgraph).flatMap((type) =>
      (type.fields ?? []).map((input) => ({
        subgraph: subgraph.name,
        input,
        where: `${subgraph.name}: ${type.name.value}.${input.name.value}`,
      })),
    ),
  );
  return [...args, ...fields];
}

type Directed = { directives?: readonly ConstDirectiveNode[] | undefined };

export function directive(node: Directed, name: string): ConstDirectiveNode | undefined {
  return node.directives?.find((d) => d.name.value === name);
}

/** True for `@authenticated` and `@requiresScopes`. */
export function isGuarded(node: Directed): boolean {
  return Boolean(directive(node, 'authenticated') ?? directive(node, 'requiresScopes'));
}

export function isInaccessible(node: Directed): boolean {
  return Boolean(directive(node, 'inaccessible'));
}

export function isAdmin(node: Directed): boolean {
  return (node.directives ?? []).some(
    (d) => d.name.value === 'tag' && stringArgument(d, 'name') === 'admin',
  );
}

/** The value of a string argument of a directive. */
export function stringArgument(node: ConstDirectiveNode, name: string): string | undefined {
  const value = node.arguments?.find((a) => a.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}

/** The values of a list-of-strings argument of a directive. */
export function stringsArgument(node: ConstDirectiveNode, name: string): string[] | undefined {
  const value = node.arguments?.find((a) => a.name.value === name)?.value;
  return value?.kind === Kind.LIST
    ? value.values.flatMap((v) => (v.kind === Kind.STRING ? [v.value] : []))
    : undefined;
}
