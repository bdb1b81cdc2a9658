import { can, isAuthenticated, type Principal } from '@emporium/auth/principal';
import type { GraphQLDirective } from 'graphql';
import { defaultFieldResolver, getDirectiveValues, isInterfaceType, isObjectType, type GraphQLField, type GraphQLSchema } from 'graphql';
import { forbidden, unauthenticated } from './app-errors.js';

interface Guard {
  authenticated: boolean;
  /** OR of ANDs, as @requiresScopes has it. */
  scopes?: string[][];
  serviceOnly: boolean;
}

/**
 * Enforces `@authenticated`, `@requiresScopes` and `@inaccessible` on the executable schema: the gateway refuses first, each subgraph again,
 * because it may be reached by somebody else. Directives on a type count for all fields that return it.
 */
export function guardFields(schema: GraphQLSchema): GraphQLSchema {
  const scopes = schema.getDirective('requiresScopes') ?? schema.getDirective('federation__requiresScopes');
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    if (type.name.startsWith('__')) continue;
    const root = type === schema.getQueryType() || type === schema.getMutationType();
    for (const field of Object.values(type.getFields())) {
      const guard = guardOf(field, root, scopes);
      if (guard) wrap(field, guard);
    }
  }
  return schema;
}

function guardOf(
  field: GraphQLField<unknown, unknown>,
  root: boolean,
  scopesDirective: GraphQLDirective | null | undefined,
): Guard | undefined {
  const names = new Set(field.astNode?.directives?.map((d) => d.name.value.replace('federation__', '')));
  const serviceOnly = root && names.has('inaccessible');
  const authenticated = names.has('authenticated');
  const values = scopesDirective && field.astNode ? getDirectiveValues(scopesDirective, field.astNode) : undefined;
  const scopes = values?.['scopes'] as string[][] | undefined;
  return serviceOnly || authenticated || scopes ? { authenticated, serviceOnly, ...(scopes ? { scopes } : {}) } : undefined;
}

function wrap(field: GraphQLField<unknown, unknown>, guard: Guard): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (source, args, context, info) => {
    refuse((context as { principal: Principal }).principal, guard);
    return resolve(source, args, context, info);
  };
}

function refuse(principal: Principal, guard: Guard): void {
  if (guard.serviceOnly && principal.kind !== 'service') throw forbidden();
  if (!isAuthenticated(principal) && (guard.authenticated || guard.scopes)) throw unauthenticated();
  if (guard.scopes && !guard.scopes.some((all) => all.every((scope) => can(principal, scope)))) throw forbidden();
}
