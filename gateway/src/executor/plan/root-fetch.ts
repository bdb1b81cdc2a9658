import type { FetchNode } from '@apollo/query-planner';
import type { Data } from '../answer/shape.js';
import { fetchedFields } from './fetched-fields.js';
import { merge } from './merge.js';
import { forEachPlace, type FlatPath } from './places.js';
import { renamedKeys, rewrite } from './rewrite.js';
import { errorAt, MAX_PER_FETCH, MAX_UNAVAILABLE, unavailableError, variablesOf, type Run, type Step } from './run.js';
import type { Fulfils } from './type-conditions.js';

/** A fetch of root fields; with a path, of the root type that stands there again (`mutation { x { query { … } } }`). */
export function rootFetch(node: FetchNode, path: FlatPath, fulfils: Fulfils): Step {
  const usages = node.variableUsages ?? [];
  // Those that conditions leave out too: @apollo/gateway tells of every root fetch that got no answer.
  const fields = fetchedFields(node.operation, false, fulfils);
  const renamed = renamedKeys(node.outputRewrites);
  const places = (run: Run): [Data, (string | number)[]][] => {
    const found: [Data, (string | number)[]][] = [];
    forEachPlace(run.data, path, (object, place) => found.push([object as Data, place]) < MAX_PER_FETCH);
    return found;
  };
  return async (run) => {
    if (path.length > 0 && places(run).length === 0) return;
    const answer = await run.send({
      subgraph: node.serviceName,
      query: node.operation,
      operationName: node.operationName,
      variables: variablesOf(run, usages),
      isEntityFetch: false,
    });
    const targets = places(run);
    if (!answer) {
      for (const [object, place] of targets) {
        if (path.length > 0) run.without.add(object);
        for (const key of fields().slice(0, MAX_UNAVAILABLE)) run.errors.push(unavailableError([...place, renamed.get(key) ?? key]));
      }
      return;
    }
    for (const error of answer.errors ?? []) {
      const below = error.path?.map((step) => renamed.get(step as string) ?? step);
      if (!below) run.errors.push(errorAt(error, undefined));
      else for (const [, place] of targets) run.errors.push(errorAt(error, [...place, ...below]));
    }
    const { data } = answer;
    if (typeof data !== 'object' || data === null) {
      if (path.length > 0) for (const [object] of targets) run.without.add(object);
      return;
    }
    if (node.outputRewrites) rewrite(data, node.outputRewrites, fulfils);
    for (const [object] of targets) merge(object, data);
  };
}
