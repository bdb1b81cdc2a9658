import { Kind, print, visit, type DocumentNode } from 'graphql';
import { isEnforcedLink, linkedDirectives } from './link-names.js';

/**
 * The supergraph without the access directives and their links: @apollo/gateway refuses to load a
 * schema with security features it does not know, and the gateway enforces them itself before
 * planning.
 */
export function stripSecurity(supergraph: DocumentNode): string {
  const names = linkedDirectives(supergraph);
  const gone = new Set(
    [names.authenticated, names.requiresScopes].filter((name) => name !== undefined),
  );
  const stripped = visit(supergraph, {
    Directive: (node) =>
      gone.has(node.name.value) || isEnforcedLink(node as never) ? null : undefined,
    DirectiveDefinition: (node) => (gone.has(node.name.value) ? null : undefined),
    ScalarTypeDefinition: (node) =>
      names.requiresScopes && node.name.value === `${names.requiresScopes}__Scope`
        ? null
        : undefined,
  });
  return print({ kind: Kind.DOCUMENT, definitions: stripped.definitions });
}
