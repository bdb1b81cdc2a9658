import type { CallSubgraph } from '@emporium/federation-executor/call-subgraph';
import { MAX_REPRESENTATIONS } from '@emporium/graphql/bound-entities';
import type { ExecutionResult, GraphQLFormattedError } from 'graphql';

/**
 * Sends a fetch of more entities than a subgraph answers at once as several, which count as one:
 * without one of them there is no answer.
 */
export function splitFetch<C>(call: CallSubgraph<C>): CallSubgraph<C> {
  return async (fetch, context) => {
    const all = fetch.isEntityFetch ? fetch.variables['representations'] : undefined;
    if (!Array.isArray(all) || all.length <= MAX_REPRESENTATIONS) return call(fetch, context);
    const parts = Array.from(
      { length: Math.ceil(all.length / MAX_REPRESENTATIONS) },
      (_value, index) => all.slice(index * MAX_REPRESENTATIONS, (index + 1) * MAX_REPRESENTATIONS),
    );
    const answers = await Promise.all(
      parts.map((representations) =>
        call({ ...fetch, variables: { ...fetch.variables, representations } }, context),
      ),
    );
    if (answers.includes(undefined)) return undefined;
    return joined(answers as ExecutionResult[], parts);
  };
}

function joined(answers: readonly ExecutionResult[], parts: readonly unknown[][]): ExecutionResult {
  const entities = answers.flatMap(
    ({ data }, index) =>
      (data?.['_entities'] as unknown[] | undefined) ?? parts[index]!.map(() => null),
  );
  const errors = answers.flatMap((answer, part) =>
    ((answer.errors ?? []) as readonly GraphQLFormattedError[]).map((error) => {
      const [root, index, ...below] = error.path ?? [];
      const path =
        root === '_entities' && typeof index === 'number'
          ? [root, index + part * MAX_REPRESENTATIONS, ...below]
          : error.path;
      // Errors may be objects of a class, whose message a spread would lose.
      return {
        message: error.message,
        ...(path ? { path } : {}),
        ...(error.extensions ? { extensions: error.extensions } : {}),
      };
    }),
  );
  return {
    data: { _entities: entities },
    ...(errors.length > 0 ? { errors: errors as never } : {}),
  };
}
