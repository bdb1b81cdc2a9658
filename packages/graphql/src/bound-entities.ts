import type { GraphQLSchema } from 'graphql';
import { badUserInput } from './app-errors.js';
import type { RequestMemo } from './batch-by-key.js';

/** References that a subgraph answers in one request; the gateway splits what is more. */
export const MAX_REPRESENTATIONS = 1_000;
const ASKED = Symbol('references asked for in this request');

/**
 * Makes `_entities` refuse more references than a page of the shop could need before any of them is
 * loaded, aliases counted together.
 */
export function boundEntities(schema: GraphQLSchema): GraphQLSchema {
  const field = schema.getQueryType()?.getFields()['_entities'];
  const resolve = field?.resolve;
  if (!field || !resolve) return schema;
  field.resolve = (source, args, context, info) => {
    const { memo } = context as RequestMemo;
    const asked =
      ((memo.get(ASKED) as number | undefined) ?? 0) +
      (args as { representations: unknown[] }).representations.length;
    memo.set(ASKED, asked);
    if (asked > MAX_REPRESENTATIONS)
      throw badUserInput(
        `_entities answers ${MAX_REPRESENTATIONS} representations per request: send the others in further requests.`,
      );
    return resolve(source, args, context, info);
  };
  return schema;
}
