import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner, type QueryPlan } from '@apollo/query-planner';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { typeConditions, type MatchesType } from '../plan/type-conditions.js';

const MAX_EVALUATED_PLANS = 1_000;

/** A supergraph ready for planning. */
export interface LoadedGraph {
  /** What clients see. */
  schema: GraphQLSchema;
  subgraphs: readonly string[];
  matchesType: MatchesType;
  /** Plans a valid operation. Throws when it would take too many steps to decide on a plan. */
  plan(document: DocumentNode, operationName: string | undefined): QueryPlan;
}

/** Loads a supergraph without security directives. Throws when it is not one. */
export function loadSupergraph(sdl: string): LoadedGraph {
  const supergraph = Supergraph.build(sdl, { validateSupergraph: true });
  const apiSchema = supergraph.apiSchema();
  const planner = new QueryPlanner(supergraph, {
    debug: { maxEvaluatedPlans: MAX_EVALUATED_PLANS },
  });
  return {
    schema: apiSchema.toGraphQLJSSchema(),
    subgraphs: supergraph.subgraphsMetadata().map(({ name }) => name),
    matchesType: typeConditions(supergraph.schema.toGraphQLJSSchema()),
    plan: (document, operationName) =>
      // Operations were validated by whoever admitted them.
      planner.buildQueryPlan(
        operationFromDocument(apiSchema, document, {
          ...(operationName ? { operationName } : {}),
          validate: false,
        }),
      ),
  };
}
