import {
  Kind,
  TypeInfo,
  isAbstractType,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
} from 'graphql';
import type { AccessPolicy, Requirement } from './access-policy.js';

/**
 * Response key under which the rewritten operation asks for the type of abstract values; clients
 * may not use it.
 */
export const TYPE_KEY = '__emporiumType';

const askType: FieldNode = {
  kind: Kind.FIELD,
  alias: { kind: Kind.NAME, value: TYPE_KEY },
  name: { kind: Kind.NAME, value: '__typename' },
};

/** Every requirement that some field of the document has. */
export function requirementsIn(
  document: DocumentNode,
  schema: GraphQLSchema,
  policy: AccessPolicy,
): Requirement[] {
  const found = new Set<Requirement>();
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field(node) {
        const parent = types.getParentType();
        if (parent)
          for (const requirement of policy.requirementsOf(parent.name, node.name.value))
            found.add(requirement);
      },
    }),
  );
  return [...found];
}

/**
 * The document without the fields that need one of `refused`, so that they are neither planned nor
 * executed. Abstract values additionally say their type, which restoring the answer needs.
 */
export function withoutForbidden(
  document: DocumentNode,
  schema: GraphQLSchema,
  policy: AccessPolicy,
  refused: ReadonlySet<Requirement>,
): DocumentNode {
  const types = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(types, {
      Field(node) {
        const parent = types.getParentType();
        const isRefused =
          parent &&
          policy.requirementsOf(parent.name, node.name.value).some((one) => refused.has(one));
        return isRefused ? null : undefined;
      },
      SelectionSet: {
        leave(node) {
          const parent = types.getParentType();
          // An emptied selection set would not be valid, and one of an abstract type must tell
          // which type it met.
          if (node.selections.length > 0 && !isAbstractType(parent)) return undefined;
          return { ...node, selections: [...node.selections, askType] };
        },
      },
    }),
  );
}
