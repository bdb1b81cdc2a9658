import { readFileSync } from 'node:fs';
import { BUILT_IN_ROLES } from '@emporium/auth/permissions';
import {
  buildSchema,
  getNamedType,
  isCompositeType,
  isNonNullType,
  isObjectType,
  valueFromASTUntyped,
  type GraphQLField,
  type GraphQLObjectType,
} from 'graphql';
import { leastValue } from './least-value.js';

export const ROLES = ['ANONYMOUS', 'CUSTOMER', 'SUPERVISOR', 'ADMIN'] as const;
export type Role = (typeof ROLES)[number];
type Field = GraphQLField<unknown, unknown>;

/** A field of the public graph with what it asks of callers. */
export interface AccessCase {
  /** `Query`, `Mutation`, `Subscription` or the type that has the field. */
  type: string;
  field: string;
  /** Undefined: everybody may. */
  guard?: { scopes: string[][]; needsLogIn: boolean };
  isAdmin: boolean;
  /** The field with the least arguments that its types accept, and the least selection. */
  selection: string;
  hasUpload: boolean;
  /** Subgraph of a root field. */
  owner: string;
}

const schema = buildSchema(
  readFileSync(new URL('../schema/supergraph.graphql', import.meta.url), 'utf8'),
  { assumeValid: true },
);
const ROOTS = ['Query', 'Mutation', 'Subscription'];
/** Every root field, and every field of other types that is guarded or tagged admin. */
export const accessCases: readonly AccessCase[] = Object.values(schema.getTypeMap())
  .filter(
    (type): type is GraphQLObjectType =>
      isObjectType(type) && !type.name.startsWith('__') && !has(type, 'inaccessible'),
  )
  .flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => !has(field, 'inaccessible'))
      .map((field) => caseOf(type, field)),
  )
  .filter((one) => ROOTS.includes(one.type) || one.guard || one.isAdmin);

/** Whether the directives of the schema let the role see the field. */
export function isAllowed({ guard }: AccessCase, role: Role): boolean {
  if (!guard) return true;
  if (role === 'ANONYMOUS') return false;
  const permissions: readonly string[] = BUILT_IN_ROLES[role];
  return (
    guard.scopes.length === 0 ||
    guard.scopes.some((all) => all.every((scope) => permissions.includes(scope)))
  );
}

/** Whether the directives of the schema let a machine with these scopes see the field. */
export function isOpenToMachine({ guard }: AccessCase, scopes: readonly string[]): boolean {
  if (!guard) return true;
  return (
    !guard.needsLogIn && guard.scopes.some((all) => all.every((scope) => scopes.includes(scope)))
  );
}

interface Directed {
  astNode?:
    | {
        directives?: readonly {
          name: { value: string };
          arguments?: readonly {
            name: { value: string };
            value: Parameters<typeof valueFromASTUntyped>[0];
          }[];
        }[];
      }
    | null
    | undefined;
}

function caseOf(type: GraphQLObjectType, field: Field): AccessCase {
  const returned = getNamedType(field.type);
  const guarded: Directed[] = [field, type, ...(isObjectType(returned) ? [returned] : [])];
  const scopes = guarded.flatMap((one) =>
    argumentsOf(one, 'requiresScopes').map(({ scopes: list }) => list as string[][]),
  );
  // Several guards would have to be combined; the schema has none so far, and the matrix must not
  // pretend to know.
  if (scopes.length > 1)
    throw new Error(`${type.name}.${field.name} has more than one @requiresScopes`);
  const needsLogIn = guarded.some((one) => has(one, 'authenticated'));
  const isGuarded = scopes.length > 0 || needsLogIn;
  const [owner] = argumentsOf(field, 'join__field').map(({ graph }) => String(graph).toLowerCase());
  const given = field.args
    .filter((argument) => isNonNullType(argument.type) && argument.defaultValue === undefined)
    .map((argument) => `${argument.name}: ${leastValue(argument.type)}`);
  const selection = `${field.name}${given.length > 0 ? `(${given.join(', ')})` : ''}${isCompositeType(returned) ? ' { __typename }' : ''}`;
  return {
    type: type.name,
    field: field.name,
    ...(isGuarded ? { guard: { scopes: scopes[0] ?? [], needsLogIn } } : {}),
    isAdmin: argumentsOf(field, 'tag').some(({ name }) => name === 'admin'),
    selection,
    hasUpload: selection.includes('$file'),
    owner:
      owner ?? argumentsOf(type, 'join__type').map(({ graph }) => String(graph).toLowerCase())[0]!,
  };
}

function argumentsOf({ astNode }: Directed, name: string): Record<string, unknown>[] {
  const directives =
    astNode?.directives?.filter((directive) => directive.name.value === name) ?? [];
  return directives.map((directive) =>
    Object.fromEntries(
      (directive.arguments ?? []).map((argument) => [
        argument.name.value,
        valueFromASTUntyped(argument.value),
      ]),
    ),
  );
}

function has(one: Directed, name: string): boolean {
  return one.astNode?.directives?.some((directive) => directive.name.value === name) ?? false;
}
