import type { QueryPlan } from '@apollo/query-planner';
import {
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { CostRules } from './supergraph/cost-rules.js';
import { collectFields } from './response/collect-fields.js';
import { compileSelection } from './response/compile-selection.js';
import { conditionValues, conditionVariables, type Conditions } from './response/conditions.js';
import { introspection, type Introspect } from './response/introspect.js';
import type { ObjectShape } from './response/response-shape.js';
import type { LoadedGraph } from './supergraph/load-supergraph.js';
import { orderMutations } from './plan/order-mutations.js';
import { plannableDocument } from './plan/plannable-document.js';
import { compilePlan } from './plan/compile-plan.js';
import type { Step } from './plan/execution-context.js';

/**
 * An operation with everything decided that does not change between requests with the same
 * conditions.
 */
export interface CompiledOperation {
  execute: Step;
  shape: ObjectShape;
  introspect?: Introspect;
}

/** A planned operation; `with` gives it for the variables of a request. */
export interface PlannedOperation {
  with(variables: Readonly<Record<string, unknown>>): CompiledOperation;
}

/**
 * Combinations of @skip and @include that are kept per operation; documents with more are compiled
 * again now and then.
 */
export const MAX_VARIANTS = 8;

/** Plans an operation of a validated document. Throws when the planner gives up. */
export function planOperation(
  graph: LoadedGraph,
  document: DocumentNode,
  operationName: string | undefined,
  costs?: CostRules,
): PlannedOperation {
  const operation = document.definitions.find(
    (one): one is OperationDefinitionNode =>
      one.kind === Kind.OPERATION_DEFINITION &&
      (!operationName || one.name?.value === operationName),
  );
  if (!operation) throw new Error('the document has no such operation');
  const planned = plannableDocument(document, operation);
  const plan: QueryPlan = planned ? graph.plan(planned, operationName) : { kind: 'QueryPlan' };
  const names = conditionVariables(document);
  const variants = new Map<string, CompiledOperation>();
  return {
    with(variables) {
      const conditions = conditionValues(names, operation, variables);
      const key =
        names.length === 0 ? '' : names.map((name) => (conditions[name] ? '1' : '0')).join('');
      let compiled = variants.get(key);
      if (!compiled) {
        if (variants.size >= MAX_VARIANTS) variants.clear();
        variants.set(
          key,
          (compiled = compileOperation(graph, document, operation, plan, {
            conditions,
            ...(costs ? { costs } : {}),
          })),
        );
      }
      return compiled;
    },
  };
}

function compileOperation(
  { schema, matchesType }: LoadedGraph,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  plan: QueryPlan,
  { conditions, costs }: { conditions: Conditions; costs?: CostRules },
): CompiledOperation {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const one of document.definitions)
    if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one);
  const root = rootType(schema, operation);
  const selecting = { schema, fragments, conditions, ...(costs ? { costs } : {}) };
  const shape = compileSelection(selecting, root, [operation.selectionSet]).of(root.name)!;
  const fields = collectFields(selecting, root, [operation.selectionSet]);
  const introspect = introspection(schema, document, operation, [...fields.values()].flat());
  const ordered =
    operation.operation === OperationTypeNode.MUTATION
      ? orderMutations(plan, [...fields.keys()])
      : plan;
  return {
    execute: compilePlan(ordered, conditions, matchesType),
    shape,
    ...(introspect ? { introspect } : {}),
  };
}

function rootType(
  schema: GraphQLSchema,
  { operation }: OperationDefinitionNode,
): GraphQLObjectType {
  const type = schema.getRootType(operation);
  if (!type) throw new Error(`the schema has no ${operation}`);
  return type;
}
