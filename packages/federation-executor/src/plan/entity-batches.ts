import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import type { Data } from '../response/response-shape.js';
import { copyOf } from './merge-data.js';
import type { SubgraphFetch } from '../call-subgraph.js';
import type { SendFetch } from './execution-context.js';

/**
 * Equal fetches of a plan that become ready together (branches that reach the same entities) go as
 * one.
 */
export interface EntityBatches {
  /** `key` is the same for fetches that differ in nothing but their representations. */
  send(key: string, fetch: SubgraphFetch, send: SendFetch): Promise<ExecutionResult | undefined>;
}

interface Batch {
  fetch: SubgraphFetch;
  representations: Data[];
  indexOf: Map<string, number>;
  answer: Promise<ExecutionResult | undefined>;
  users: number;
}

/** The batches of one operation. */
export function entityBatches(): EntityBatches {
  const open = new Map<string, Batch>();
  return {
    async send(key, fetch, send) {
      let batch = open.get(key);
      if (!batch) {
        const opened: Batch = {
          fetch,
          representations: [],
          indexOf: new Map(),
          users: 0,
          answer: Promise.resolve(undefined),
        };
        opened.answer = (async () => {
          // Everything that is ready in this tick joins.
          await Promise.resolve();
          open.delete(key);
          return send({
            ...fetch,
            variables: { ...fetch.variables, representations: opened.representations },
          });
        })();
        open.set(key, (batch = opened));
      }
      const isFirst = batch.users++ === 0;
      const own = (fetch.variables['representations'] as Data[]).map((value) =>
        indexIn(batch, value),
      );
      const answer = await batch.answer;
      return (
        answer &&
        (batch.users === 1 ? answer : share(answer, own, batch.representations.length, isFirst))
      );
    },
  };
}

function indexIn({ representations, indexOf }: Batch, value: Data): number {
  const key = JSON.stringify(value);
  const known = indexOf.get(key);
  if (known !== undefined) return known;
  indexOf.set(key, representations.length);
  return representations.push(value) - 1;
}

/** The part of an answer that one of several fetches asked for, as if it had been alone. */
function share(
  answer: ExecutionResult,
  own: readonly number[],
  count: number,
  isFirst: boolean,
): ExecutionResult {
  const entities = answer.data?.['_entities'];
  const data =
    Array.isArray(entities) && entities.length === count
      ? { _entities: own.map((index) => copyOf(entities[index] as unknown)) }
      : answer.data;
  if (!answer.errors) return { data };
  const positions = new Map(own.map((index, position) => [index, position]));
  const errors = (answer.errors as readonly GraphQLFormattedError[]).flatMap((error) => {
    const [root, index, ...below] = error.path ?? [];
    if (root !== '_entities' || typeof index !== 'number')
      return isFirst || root === '_entities' ? [error] : [];
    const position = positions.get(index);
    return position === undefined
      ? []
      : [{ ...copyOfError(error), path: [root, position, ...below] }];
  });
  return { data, ...(errors.length > 0 ? { errors: errors as never } : {}) };
}

/** Errors may be objects of a class, whose message a spread would lose. */
const copyOfError = ({ message, extensions }: GraphQLFormattedError) => ({
  message,
  ...(extensions ? { extensions } : {}),
});
