import { createHash } from 'node:crypto';
import {
  GraphQLError,
  Kind,
  parse,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { AccessPolicy, Requirement } from '../access/access-policy.js';
import { requirementsIn } from '../access/rewrite-document.js';
import type { GatewayLimits } from '../gateway-config.js';
import { RequestError, tooComplex } from '../request/request-error.js';
import type { CostRules } from '@emporium/federation-executor/supergraph/cost-rules';
import { operationCost, type OperationCost } from './document-cost.js';
import { measureDocument } from './measure-document.js';
import { syntaxError, scanSource } from './scan-source.js';
import { validateDocument } from './validate-document.js';

/** A document that passed all checks, with everything that is the same for each request. */
export interface PreparedDocument {
  source: string;
  /** sha256 of the source, as Apollo Server computes it. */
  hash: string;
  document: DocumentNode;
  operations: readonly OperationDefinitionNode[];
  /** Fields of all operations, fragments expanded. */
  fields: number;
  /** True until it is first accepted: the first run also pays for checking and planning. */
  isNew: boolean;
  /** What its fields ask of the caller; empty = everybody may run it as it stands. */
  requirements: readonly Requirement[];
  /** Rewritten documents by the ids of the refused requirements. */
  rewritten: Map<string, { document: DocumentNode; hash: string }>;
  /** Costs by operation name and size variables. */
  costs: Map<string, OperationCost>;
}

/** What preparing needs to know. */
export interface DocumentChecks {
  schema: GraphQLSchema;
  policy: AccessPolicy;
  costs: CostRules;
  limits: GatewayLimits;
  /** Introspection is off: messages name nothing of the schema. */
  hideSchema: boolean;
}

/**
 * Checks a document in the order of what each step costs. Throws RequestError, or an AggregateError
 * of several.
 */
export function prepareDocument(source: string, checks: DocumentChecks): PreparedDocument {
  scanSource(source, checks.limits);
  const document = parseSource(source, checks.limits);
  const fields = measureDocument(document, checks.limits);
  validateDocument(checks.schema, document, checks.hideSchema);
  return {
    source,
    hash: createHash('sha256').update(source).digest('hex'),
    document,
    fields,
    isNew: true,
    operations: document.definitions.filter(
      (definition) => definition.kind === Kind.OPERATION_DEFINITION,
    ),
    requirements: requirementsIn(document, checks.schema, checks.policy),
    rewritten: new Map(),
    costs: new Map(),
  };
}

function parseSource(source: string, limits: GatewayLimits): DocumentNode {
  try {
    return parse(source, { maxTokens: limits.tokens + 1 });
  } catch (error) {
    if (error instanceof GraphQLError) throw syntaxError(error);
    if (error instanceof RangeError) throw tooComplex('nesting');
    throw error;
  }
}

/** Finds the operation to run. Throws RequestError when there is none or the choice is open. */
export function selectOperation(
  prepared: PreparedDocument,
  operationName: string | undefined,
): OperationDefinitionNode {
  const { operations } = prepared;
  const found =
    operationName === undefined
      ? operations[0]
      : operations.find((operation) => operation.name?.value === operationName);
  if (!found)
    throw new RequestError(400, 'BAD_USER_INPUT', 'The document has no operation of this name.', {
      reason: 'operation-name',
    });
  if (operationName === undefined && operations.length > 1) {
    throw new RequestError(
      400,
      'BAD_USER_INPUT',
      'The document has several operations: operationName must say which one to run.',
      {
        reason: 'operation-name',
      },
    );
  }
  return found;
}

const MAX_COSTS_PER_DOCUMENT = 200;

/** The cost of an operation with these variables, computed once per combination of list sizes. */
export function costOf(
  prepared: PreparedDocument,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
  checks: DocumentChecks,
): number {
  const name = operation.name?.value ?? '';
  const first = prepared.costs.get(name);
  if (first && first.sizeVariables.length === 0) return first.cost;
  const key = first
    ? `${name}:${JSON.stringify(first.sizeVariables.map((variable) => variables[variable] ?? null))}`
    : name;
  const known = first ? prepared.costs.get(key) : undefined;
  if (known) return known.cost;
  const computed = operationCost(
    checks.schema,
    checks.costs,
    prepared.document,
    operation,
    variables,
  );
  if (!first) prepared.costs.set(name, computed);
  if (prepared.costs.size < MAX_COSTS_PER_DOCUMENT) {
    prepared.costs.set(
      `${name}:${JSON.stringify(computed.sizeVariables.map((variable) => variables[variable] ?? null))}`,
      computed,
    );
  }
  return computed.cost;
}
