import { getVariableValues, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { requireStorable } from './storable-text.js';
import { RequestError } from '../request/request-error.js';

const MAX_DEPTH = 32;
const MAX_VALUES = 20_000;
const MAX_ERRORS = 3;

/**
 * Checks size, text and types of the variables and returns them coerced, defaults included. Throws
 * an AggregateError of rejections. The size is bounded first because coercion recurses.
 */
export function checkVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
  hideSchema: boolean,
): Record<string, unknown> {
  boundSize(variables);
  const { coerced, errors } = getVariableValues(
    schema,
    operation.variableDefinitions ?? [],
    variables,
    { maxErrors: MAX_ERRORS },
  );
  if (!errors) return coerced;
  throw new AggregateError(
    errors.slice(0, MAX_ERRORS).map((error) => {
      const message = hideSchema ? withoutTypes(error.message) : error.message;
      return new RequestError(400, 'BAD_USER_INPUT', message.slice(0, 300), {
        locations: error.locations ?? [],
        reason: 'variables',
      });
    }),
  );
}

/**
 * Which variable, and where in it: both are what the client has sent. What belongs there would tell
 * types and fields of the schema.
 */
function withoutTypes(message: string): string {
  const name = /^Variable "\$(\w+)"/.exec(message)?.[1];
  if (name === undefined)
    return 'The variables do not fit the types that the operation declares for them.';
  const [, place] = / at "([\w.[\]]+)"; /.exec(message) ?? [];
  return `The variable $${name} does not fit its type${place ? `: look at ${place}` : ''}.`;
}

function boundSize(variables: Record<string, unknown>): void {
  let level: unknown[] = [variables];
  let count = 0;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH)
      throw new RequestError(400, 'BAD_USER_INPUT', 'The variables are nested too deeply.', {
        reason: 'variables',
      });
    const next: unknown[] = [];
    for (const value of level) {
      if (++count > MAX_VALUES)
        throw new RequestError(400, 'BAD_USER_INPUT', 'The variables hold too many values.', {
          reason: 'variables',
        });
      if (typeof value === 'string') requireStorable(value);
      if (Array.isArray(value)) next.push(...value.slice(0, MAX_VALUES + 1));
      // Only plain data is walked; an upload is an object of a class with streams inside.
      else if (isPlainObject(value)) {
        Object.keys(value).forEach(requireStorable);
        next.push(...Object.values(value));
      }
    }
    level = next;
  }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
