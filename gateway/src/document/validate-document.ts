import {
  GraphQLError,
  Kind,
  ValuesOfCorrectTypeRule,
  specifiedRules,
  validate,
  type ASTVisitor,
  type DocumentNode,
  type GraphQLSchema,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';
import { TYPE_KEY } from '../access/rewrite-document.js';
import { RequestError } from '../request/request-error.js';

const MAX_ERRORS = 3;
/** Response keys that become properties of plain objects somewhere between here and the client. */
const RESERVED_KEYS = new Set(['__proto__', 'constructor', 'prototype', TYPE_KEY]);
const structureRules = specifiedRules.filter((rule) => rule !== ValuesOfCorrectTypeRule);

/**
 * Validates against the API schema; throws up to three rejections in an AggregateError. With
 * `hideSchema` (introspection is off) the messages name nothing of the schema and suggest nothing.
 */
export function validateDocument(
  schema: GraphQLSchema,
  document: DocumentNode,
  hideSchema: boolean,
): void {
  const rules = [...structureRules, reservedNames, ...(hideSchema ? [noIntrospection] : [])];
  const structure = findErrors(schema, document, rules);
  if (structure.length > 0) throw rejections(structure, 'GRAPHQL_VALIDATION_FAILED', hideSchema);
  // A value that its type cannot hold is the same mistake in the document as in the variables, so
  // it has the same code.
  const values = findErrors(schema, document, [ValuesOfCorrectTypeRule]);
  if (values.length > 0) throw rejections(values, 'BAD_USER_INPUT', hideSchema);
}

/**
 * Some rules of graphql-js throw what they find, e.g. a variable in a condition at the root of a
 * subscription.
 */
function findErrors(
  schema: GraphQLSchema,
  document: DocumentNode,
  rules: readonly ValidationRule[],
): readonly GraphQLError[] {
  try {
    return validate(schema, document, rules, { maxErrors: MAX_ERRORS });
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

function rejections(
  errors: readonly GraphQLError[],
  code: 'GRAPHQL_VALIDATION_FAILED' | 'BAD_USER_INPUT',
  hideSchema: boolean,
): AggregateError {
  const generic =
    code === 'BAD_USER_INPUT'
      ? 'A value does not fit its type.'
      : 'The document does not fit the schema.';
  return new AggregateError(
    errors.slice(0, MAX_ERRORS).map(
      (error) =>
        new RequestError(400, code, hideSchema ? generic : error.message.slice(0, 300), {
          locations: error.locations ?? [],
          reason: 'invalid',
        }),
    ),
  );
}

function noIntrospection(context: ValidationContext): ASTVisitor {
  return {
    Field(node) {
      if (node.name.value !== '__schema' && node.name.value !== '__type') return;
      context.reportError(new GraphQLError('Introspection is off.', { nodes: node }));
    },
  };
}

function reservedNames(context: ValidationContext): ASTVisitor {
  return {
    Field(node) {
      const key = node.alias?.value;
      if (key && RESERVED_KEYS.has(key))
        context.reportError(new GraphQLError('This alias is reserved.', { nodes: node }));
    },
    VariableDefinition(node) {
      const name = node.variable.name.value;
      // Entity fetches to subgraphs use this variable.
      if (
        node.kind === Kind.VARIABLE_DEFINITION &&
        (name === 'representations' || RESERVED_KEYS.has(name))
      ) {
        context.reportError(new GraphQLError('This variable name is reserved.', { nodes: node }));
      }
    },
  };
}
