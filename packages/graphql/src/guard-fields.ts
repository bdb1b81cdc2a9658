import { can, hasLoggedIn, isAuthenticated, type Principal } from '@emporium/auth/principal';
import {
  defaultFieldResolver,
  getDirectiveValues,
  getNamedType,
  isObjectType,
  type ConstDirectiveNode,
  type GraphQLDirective,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import { forbidden, unauthenticated } from './app-errors.js';

interface Guard {
  authenticated: boolean;
  /** OR of ANDs, as @requiresScopes has it. */
  scopes?: string[][];
  serviceOnly: boolean;
}

/**
 * Enforces `@authenticated`, `@requiresScopes` and `@inaccessible` on the executable schema: the
 * gateway refuses first, each subgraph again, because it may be reached by somebody else.
 * Directives on a type count for all its fields and for all fields that return it.
 */
export function guardFields(schema: GraphQLSchema): GraphQLSchema {
  const scopes =
    schema.getDirective('requiresScopes') ?? schema.getDirective('federation__requiresScopes');
  for (const type of Object.values(schema.getTypeMap())) {
    // Fields of an interface are resolved as those of the object that stands there.
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    const root = type === schema.getQueryType() || type === schema.getMutationType();
    for (const field of Object.values(type.getFields())) {
      const guards = [
        ...guardsOf([field.astNode], root, scopes),
        ...guardsOf(nodesOf(type), false, scopes),
        ...guardsOf(nodesOf(getNamedType(field.type)), false, scopes),
      ];
      if (guards.length > 0) wrap(field, guards);
    }
  }
  return schema;
}

type Directed = { readonly directives?: readonly ConstDirectiveNode[] } | null | undefined;

const nodesOf = ({ astNode, extensionASTNodes }: GraphQLNamedType): Directed[] => [
  astNode,
  ...extensionASTNodes,
];

function guardsOf(
  nodes: readonly Directed[],
  root: boolean,
  scopesDirective: GraphQLDirective | null | undefined,
): Guard[] {
  return nodes.flatMap((node) => {
    const names = new Set(
      node?.directives?.map((directive) => directive.name.value.replace('federation__', '')),
    );
    const serviceOnly = root && names.has('inaccessible');
    const authenticated = names.has('authenticated');
    const values = scopesDirective && node ? getDirectiveValues(scopesDirective, node) : undefined;
    const scopes = values?.['scopes'] as string[][] | undefined;
    return serviceOnly || authenticated || scopes
      ? [{ authenticated, serviceOnly, ...(scopes ? { scopes } : {}) }]
      : [];
  });
}

function wrap(field: GraphQLField<unknown, unknown>, guards: readonly Guard[]): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (source, args, context, info) => {
    for (const guard of guards) refuse((context as { principal: Principal }).principal, guard);
    return resolve(source, args, context, info);
  };
}

function refuse(principal: Principal, guard: Guard): void {
  if (guard.serviceOnly && principal.kind !== 'service') throw forbidden();
  if (!isAuthenticated(principal) && (guard.authenticated || guard.scopes)) throw unauthenticated();
  if (guard.authenticated && !hasLoggedIn(principal)) throw forbidden();
  if (guard.scopes && !guard.scopes.some((all) => all.every((scope) => can(principal, scope))))
    throw forbidden();
}
