import type { FetchNode } from '@apollo/query-planner';
import type { Data } from '../response/response-shape.js';
import { fetchedFields } from './fetched-fields.js';
import { merge } from './merge-data.js';
import { forEachPlace, type FlatPath } from './response-paths.js';
import { renamedKeys, rewrite } from './apply-rewrites.js';
import {
  errorAt,
  MAX_ERRORS_PER_FETCH,
  MAX_UNAVAILABLE_ERRORS,
  unavailableError,
  variablesOf,
  type ExecutionContext,
  type Step,
} from './execution-context.js';
import type { MatchesType } from './type-conditions.js';

/**
 * A fetch of root fields; with a path, of the root type that stands there again (`mutation { x {
 * query { … } } }`).
 */
export function rootFetch(node: FetchNode, path: FlatPath, matchesType: MatchesType): Step {
  const usages = node.variableUsages ?? [];
  // Those that conditions leave out too: @apollo/gateway tells of every root fetch that got no
  // answer.
  const fields = fetchedFields(node.operation, false, matchesType);
  const renamed = renamedKeys(node.outputRewrites);
  const places = (context: ExecutionContext): [Data, (string | number)[]][] => {
    const found: [Data, (string | number)[]][] = [];
    forEachPlace(
      context.data,
      path,
      (object, place) => found.push([object as Data, place]) < MAX_ERRORS_PER_FETCH,
    );
    return found;
  };
  return async (context) => {
    if (path.length > 0 && places(context).length === 0) return;
    const answer = await context.send({
      subgraph: node.serviceName,
      query: node.operation,
      operationName: node.operationName,
      variables: variablesOf(context, usages),
      isEntityFetch: false,
    });
    const targets = places(context);
    if (!answer) {
      for (const [object, place] of targets) {
        if (path.length > 0) context.missing.add(object);
        for (const key of fields().slice(0, MAX_UNAVAILABLE_ERRORS))
          context.errors.push(unavailableError([...place, renamed.get(key) ?? key]));
      }
      return;
    }
    for (const error of answer.errors ?? []) {
      const below = error.path?.map((step) => renamed.get(step as string) ?? step);
      if (!below) context.errors.push(errorAt(error, undefined));
      else
        for (const [, place] of targets) context.errors.push(errorAt(error, [...place, ...below]));
    }
    const { data } = answer;
    if (typeof data !== 'object' || data === null) {
      if (path.length > 0) for (const [object] of targets) context.missing.add(object);
      return;
    }
    if (node.outputRewrites) rewrite(data, node.outputRewrites, matchesType);
    for (const [object] of targets) merge(object, data);
  };
}
