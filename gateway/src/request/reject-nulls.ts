import {
  isNonNullType,
  Kind,
  TypeInfo,
  ValidationContext,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { RequestError } from './request-error.js';

const found = new WeakMap<OperationDefinitionNode, readonly string[]>();

/**
 * Throws RequestError for a variable that is null where a value must be. GraphQL lets a variable
 * that may be null stand there when a default would take its place, and then it must not be null: a
 * mistake in the request that no subgraph should have to tell from its own.
 */
export function rejectNulls(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): void {
  let names = found.get(operation);
  if (!names) found.set(operation, (names = needed(schema, document, operation)));
  const missing = names.find((name) => variables[name] === null);
  if (missing === undefined) return;
  throw new RequestError(
    400,
    'BAD_USER_INPUT',
    `Variable "$${missing}" must not be null here; leave it out for the default.`,
    {
      reason: 'variables',
    },
  );
}

/** Variables that may be null by their own type, but not where they are used. */
function needed(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): string[] {
  const nullable = new Set(
    operation.variableDefinitions?.flatMap(({ type, variable }) =>
      type.kind === Kind.NON_NULL_TYPE ? [] : [variable.name.value],
    ),
  );
  if (nullable.size === 0) return [];
  const usages = new ValidationContext(
    schema,
    document,
    new TypeInfo(schema),
    () => {},
  ).getRecursiveVariableUsages(operation);
  return [
    ...new Set(usages.filter(({ type }) => isNonNullType(type)).map(({ node }) => node.name.value)),
  ].filter((name) => nullable.has(name));
}
