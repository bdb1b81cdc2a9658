import type { FetchNode } from '@apollo/query-planner';
import type { ExecutionResult } from 'graphql';
import type { Conditions } from '../response/conditions.js';
import type { Data } from '../response/response-shape.js';
import { fetchedFields, type FetchedFields } from './fetched-fields.js';
import { merge } from './merge-data.js';
import { forEachPlace, slotsAt, type FlatPath } from './response-paths.js';
import { compileRepresentation, type BuildRepresentation } from './compile-representation.js';
import { renamedKeys, rewrite } from './apply-rewrites.js';
import {
  errorAt,
  MAX_ERRORS_PER_FETCH,
  MAX_UNAVAILABLE_ERRORS,
  unavailableError,
  variablesOf,
  type GivenError,
  type ExecutionContext,
  type Step,
} from './execution-context.js';
import type { MatchesType } from './type-conditions.js';

/** Entities of one fetch: each representation once, and the objects that wait for it. */
interface Wanted {
  representations: Data[];
  waiting: Map<Data, number>;
  /** Objects whose representation could not be made, though it is for their type. */
  incomplete: Data[];
}

/**
 * A fetch of fields of entities that earlier fetches have found along `path`. `batchKey`: see
 * entity-batches.
 */
export function entityFetch(
  node: FetchNode,
  path: FlatPath,
  conditions: Conditions,
  matchesType: MatchesType,
  batchKey: string | undefined,
): Step {
  const usages = node.variableUsages ?? [];
  const represent = compileRepresentation(node.requires ?? [], matchesType);
  const inPlan: Located = {
    path,
    fields: fetchedFields(node.operation, true, matchesType, conditions),
    renamed: renamedKeys(node.outputRewrites),
  };
  return async (context) => {
    const wanted = collect(context, path, represent);
    const { representations, waiting } = wanted;
    skipIncomplete(context, wanted.incomplete, inPlan);
    if (representations.length === 0) return;
    if (node.inputRewrites)
      for (const value of representations) rewrite(value, node.inputRewrites, matchesType);
    const fetch = {
      subgraph: node.serviceName,
      query: node.operation,
      operationName: node.operationName,
      variables: { ...variablesOf(context, usages), representations },
      isEntityFetch: true,
    };
    const answer = await (batchKey === undefined
      ? context.send(fetch)
      : context.batches.send(batchKey, fetch, context.send));
    const entities = entitiesOf(answer, representations.length);
    if (!answer || entities === 'unusable') return fail(context, waiting, representations, inPlan);
    if (answer.errors) locate(context, answer.errors, waiting, inPlan);
    if (node.outputRewrites) {
      entities.forEach((entity, index) => {
        // The conditions of rewrites ask for the type.
        if (entity) entity['__typename'] ??= representations[index]!['__typename'];
        rewrite(entity, node.outputRewrites!, matchesType);
      });
    }
    for (const [object, index] of waiting) {
      const entity = entities[index];
      if (entity) merge(object, entity);
      else context.missing.add(object);
    }
  };
}

function collect(
  context: ExecutionContext,
  path: FlatPath,
  represent: BuildRepresentation,
): Wanted {
  const byKey = new Map<string, { index: number; object: Data; isWhole: boolean }>();
  const wanted: Wanted = { representations: [], waiting: new Map(), incomplete: [] };
  for (const { holder, key } of slotsAt(context.data, path)) {
    const object = holder[key] as Data | null | undefined;
    if (
      typeof object !== 'object' ||
      object === null ||
      Array.isArray(object) ||
      wanted.waiting.has(object)
    )
      continue;
    const made = represent(object);
    if (made === undefined) continue;
    if (made === null) {
      wanted.incomplete.push(object);
      continue;
    }
    const first = byKey.get(made.key);
    if (!first) {
      byKey.set(made.key, { index: wanted.representations.length, object, isWhole: made.isWhole });
      wanted.waiting.set(object, wanted.representations.length);
      wanted.representations.push(made.value);
    } else if (first.isWhole && made.isWhole) {
      // Two objects that hold the same and will get the same are one: later fetches and the writer
      // meet it once.
      holder[key] = first.object;
      if (!context.shared.has(first.object))
        context.shared.set(first.object, { text: '', cost: 0 });
    } else wanted.waiting.set(object, first.index);
  }
  return wanted;
}

/** Where in the client's operation the fields of a fetch belong. */
interface Located {
  path: FlatPath;
  fields: FetchedFields;
  renamed: ReadonlyMap<string, string>;
}

/**
 * The entities of an answer; none when it has no data, `unusable` when they cannot be told apart.
 */
function entitiesOf(
  answer: ExecutionResult | undefined,
  count: number,
): (Data | null | undefined)[] | 'unusable' {
  if (!answer?.data) return answer ? [] : 'unusable';
  const entities = answer.data['_entities'];
  if (entities === null || entities === undefined) return answer.errors?.length ? [] : 'unusable';
  return Array.isArray(entities) && entities.length === count ? (entities as Data[]) : 'unusable';
}

function fail(
  context: ExecutionContext,
  waiting: ReadonlyMap<Data, number>,
  representations: readonly Data[],
  inPlan: Located,
): void {
  for (const object of waiting.keys()) {
    context.missing.add(object);
    context.unanswered.add(object);
  }
  reportUnavailable(
    context,
    waiting,
    (object) => representations[waiting.get(object) ?? 0]?.['__typename'],
    inPlan,
  );
}

/**
 * An object without its key cannot be asked for: no error when the key is simply not there, but
 * when its subgraph did not answer.
 */
function skipIncomplete(
  context: ExecutionContext,
  incomplete: readonly Data[],
  inPlan: Located,
): void {
  if (incomplete.length === 0) return;
  const unanswered = new Set(incomplete.filter((object) => context.unanswered.has(object)));
  for (const object of incomplete) context.missing.add(object);
  if (unanswered.size > 0)
    reportUnavailable(context, unanswered, (object) => object['__typename'], inPlan);
}

function reportUnavailable(
  context: ExecutionContext,
  objects: { has(object: Data): boolean },
  typeOf: (object: Data) => unknown,
  { path, fields, renamed }: Located,
): void {
  let left = MAX_UNAVAILABLE_ERRORS;
  forEachPlace(context.data, path, (object, place) => {
    if (!objects.has(object as Data)) return true;
    for (const key of fields(typeOf(object as Data) as string)) {
      if (left-- <= 0) break;
      context.errors.push(unavailableError([...place, renamed.get(key) ?? key]));
    }
    return left > 0;
  });
}

/** Errors of an entity belong to each place where it stands. */
function locate(
  context: ExecutionContext,
  errors: readonly GivenError[],
  waiting: ReadonlyMap<Data, number>,
  { path, renamed }: Located,
): void {
  const places = new Map<number, (string | number)[][]>();
  forEachPlace(context.data, path, (object, place) => {
    const index = waiting.get(object as Data);
    if (index !== undefined) places.set(index, [...(places.get(index) ?? []), place]);
    return true;
  });
  let left = MAX_ERRORS_PER_FETCH;
  for (const error of errors) {
    const [root, index, ...below] = error.path ?? [];
    if (root !== '_entities') context.errors.push(errorAt(error, undefined));
    else {
      const at =
        typeof index === 'number'
          ? (places.get(index) ?? [])
          : [...places.values()].flat().slice(0, MAX_UNAVAILABLE_ERRORS);
      for (const place of at) {
        if (left-- > 0)
          context.errors.push(
            errorAt(error, [...place, ...below.map((step) => renamed.get(step as string) ?? step)]),
          );
      }
    }
  }
}
