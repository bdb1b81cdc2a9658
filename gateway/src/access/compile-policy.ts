import {
  Kind,
  valueFromASTUntyped,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
  type TypeNode,
} from 'graphql';
import { linkedDirectives } from '@emporium/federation-executor/supergraph/link-names';
import type { AccessPolicy, Requirement } from './access-policy.js';

type Composite = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;
const NOTHING: readonly Requirement[] = [];

/**
 * Compiles @authenticated and @requiresScopes of the supergraph into a look-up by type and field. A
 * field of an interface needs what any implementing type asks for, so a protected field cannot be
 * read around its type. Throws when the schema asks for a security feature that is not known here.
 */
export function compilePolicy(supergraph: DocumentNode): AccessPolicy {
  const names = linkedDirectives(supergraph);
  const known = new Map<string, Requirement>();
  const requirement = (scopes?: string[][]) => {
    const key = JSON.stringify(scopes ?? null);
    const found = known.get(key) ?? { id: known.size, ...(scopes ? { scopes } : {}) };
    known.set(key, found);
    return found;
  };
  const declared = (directives: readonly ConstDirectiveNode[] = []): Requirement[] =>
    directives.flatMap((directive) => {
      if (directive.name.value === names.authenticated) return [requirement()];
      if (directive.name.value !== names.requiresScopes) return [];
      const scopes = directive.arguments?.find((argument) => argument.name.value === 'scopes');
      return [requirement(scopes ? (valueFromASTUntyped(scopes.value) as string[][]) : [])];
    });

  const ofType = new Map<string, Requirement[]>();
  const composites = new Map<string, Composite>();
  const implementers = new Map<string, string[]>();
  for (const definition of supergraph.definitions) {
    if (!('name' in definition) || !definition.name || !('directives' in definition)) continue;
    const own = declared(definition.directives as readonly ConstDirectiveNode[]);
    if (own.length > 0) ofType.set(definition.name.value, own);
    if (
      definition.kind !== Kind.OBJECT_TYPE_DEFINITION &&
      definition.kind !== Kind.INTERFACE_TYPE_DEFINITION
    )
      continue;
    composites.set(definition.name.value, definition);
    if (definition.kind === Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const { name } of definition.interfaces ?? [])
      implementers.set(name.value, [
        ...(implementers.get(name.value) ?? []),
        definition.name.value,
      ]);
  }

  const table = new Map<string, Map<string, readonly Requirement[]>>();
  const onField = (type: Composite, field: FieldDefinitionNode) => [
    ...(ofType.get(type.name.value) ?? []),
    ...declared(field.directives),
    ...(ofType.get(named(field.type)) ?? []),
  ];
  for (const type of composites.values()) {
    const fields = new Map<string, readonly Requirement[]>();
    const whole = ofType.get(type.name.value) ?? [];
    if (whole.length > 0) fields.set('__typename', unique(whole));
    for (const field of type.fields ?? []) {
      const all = onField(type, field);
      for (const name of type.kind === Kind.INTERFACE_TYPE_DEFINITION
        ? (implementers.get(type.name.value) ?? [])
        : []) {
        const implementer = composites.get(name);
        const same = implementer?.fields?.find(
          (candidate) => candidate.name.value === field.name.value,
        );
        if (implementer && same) all.push(...onField(implementer, same));
      }
      if (all.length > 0) fields.set(field.name.value, unique(all));
    }
    if (fields.size > 0) table.set(type.name.value, fields);
  }
  return {
    requirementsOf: (typeName, fieldName) => table.get(typeName)?.get(fieldName) ?? NOTHING,
  };
}

const unique = (all: Requirement[]) => [...new Set(all)];
const named = (type: TypeNode): string =>
  type.kind === Kind.NAMED_TYPE ? type.name.value : named(type.type);
