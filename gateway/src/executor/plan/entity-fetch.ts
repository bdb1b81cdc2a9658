import type { FetchNode } from '@apollo/query-planner';
import type { ExecutionResult } from 'graphql';
import type { Conditions } from '../answer/conditions.js';
import type { Data } from '../answer/shape.js';
import { fetchedFields, type FetchedFields } from './fetched-fields.js';
import { merge } from './merge.js';
import { forEachPlace, slotsAt, type FlatPath } from './places.js';
import { representer, type Represent } from './represent.js';
import { renamedKeys, rewrite } from './rewrite.js';
import { errorAt, MAX_PER_FETCH, MAX_UNAVAILABLE, unavailableError, variablesOf, type GivenError, type Run, type Step } from './run.js';
import type { Fulfils } from './type-conditions.js';

/** Entities of one fetch: each representation once, and the objects that wait for it. */
interface Wanted {
  representations: Data[];
  waiting: Map<Data, number>;
  /** Objects whose representation could not be made, though it is for their type. */
  incomplete: Data[];
}

/** A fetch of fields of entities that earlier fetches have found along `path`. `batchKey`: see entity-batches. */
export function entityFetch(node: FetchNode, path: FlatPath, conditions: Conditions, fulfils: Fulfils, batchKey: string | undefined): Step {
  const usages = node.variableUsages ?? [];
  const represent = representer(node.requires ?? [], fulfils);
  const inPlan: Located = {
    path,
    fields: fetchedFields(node.operation, true, fulfils, conditions),
    renamed: renamedKeys(node.outputRewrites),
  };
  return async (run) => {
    const wanted = collect(run, path, represent);
    const { representations, waiting } = wanted;
    skipIncomplete(run, wanted.incomplete, inPlan);
    if (representations.length === 0) return;
    if (node.inputRewrites) for (const value of representations) rewrite(value, node.inputRewrites, fulfils);
    const fetch = {
      subgraph: node.serviceName,
      query: node.operation,
      operationName: node.operationName,
      variables: { ...variablesOf(run, usages), representations },
      isEntityFetch: true,
    };
    const answer = await (batchKey === undefined ? run.send(fetch) : run.batches.send(batchKey, fetch, run.send));
    const entities = entitiesOf(answer, representations.length);
    if (!answer || entities === 'unusable') return fail(run, waiting, representations, inPlan);
    if (answer.errors) locate(run, answer.errors, waiting, inPlan);
    if (node.outputRewrites) {
      entities.forEach((entity, index) => {
        // The conditions of rewrites ask for the type.
        if (entity) entity['__typename'] ??= representations[index]!['__typename'];
        rewrite(entity, node.outputRewrites!, fulfils);
      });
    }
    for (const [object, index] of waiting) {
      const entity = entities[index];
      if (entity) merge(object, entity);
      else run.without.add(object);
    }
  };
}

function collect(run: Run, path: FlatPath, represent: Represent): Wanted {
  const byKey = new Map<string, { index: number; object: Data; isWhole: boolean }>();
  const wanted: Wanted = { representations: [], waiting: new Map(), incomplete: [] };
  for (const { holder, key } of slotsAt(run.data, path)) {
    const object = holder[key] as Data | null | undefined;
    if (typeof object !== 'object' || object === null || Array.isArray(object) || wanted.waiting.has(object)) continue;
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
      // Two objects that hold the same and will get the same are one: later fetches and the writer meet it once.
      holder[key] = first.object;
      if (!run.shared.has(first.object)) run.shared.set(first.object, { text: '', cost: 0 });
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

/** The entities of an answer; none when it has no data, `unusable` when they cannot be told apart. */
function entitiesOf(answer: ExecutionResult | undefined, count: number): (Data | null | undefined)[] | 'unusable' {
  if (!answer?.data) return answer ? [] : 'unusable';
  const entities = answer.data['_entities'];
  if (entities === null || entities === undefined) return answer.errors?.length ? [] : 'unusable';
  return Array.isArray(entities) && entities.length === count ? (entities as Data[]) : 'unusable';
}

function fail(run: Run, waiting: ReadonlyMap<Data, number>, representations: readonly Data[], inPlan: Located): void {
  for (const object of waiting.keys()) {
    run.without.add(object);
    run.unanswered.add(object);
  }
  tellUnavailable(run, waiting, (object) => representations[waiting.get(object) ?? 0]?.['__typename'], inPlan);
}

/** An object without its key cannot be asked for: no error when the key is simply not there, but when its subgraph did not answer. */
function skipIncomplete(run: Run, incomplete: readonly Data[], inPlan: Located): void {
  if (incomplete.length === 0) return;
  const unanswered = new Set(incomplete.filter((object) => run.unanswered.has(object)));
  for (const object of incomplete) run.without.add(object);
  if (unanswered.size > 0) tellUnavailable(run, unanswered, (object) => object['__typename'], inPlan);
}

function tellUnavailable(
  run: Run,
  objects: { has(object: Data): boolean },
  typeOf: (object: Data) => unknown,
  { path, fields, renamed }: Located,
): void {
  let left = MAX_UNAVAILABLE;
  forEachPlace(run.data, path, (object, place) => {
    if (!objects.has(object as Data)) return true;
    for (const key of fields(typeOf(object as Data) as string)) {
      if (left-- <= 0) break;
      run.errors.push(unavailableError([...place, renamed.get(key) ?? key]));
    }
    return left > 0;
  });
}

/** Errors of an entity belong to each place where it stands. */
function locate(run: Run, errors: readonly GivenError[], waiting: ReadonlyMap<Data, number>, { path, renamed }: Located): void {
  const places = new Map<number, (string | number)[][]>();
  forEachPlace(run.data, path, (object, place) => {
    const index = waiting.get(object as Data);
    if (index !== undefined) places.set(index, [...(places.get(index) ?? []), place]);
    return true;
  });
  let left = MAX_PER_FETCH;
  for (const error of errors) {
    const [root, index, ...below] = error.path ?? [];
    if (root !== '_entities') run.errors.push(errorAt(error, undefined));
    else {
      const at = typeof index === 'number' ? (places.get(index) ?? []) : [...places.values()].flat().slice(0, MAX_UNAVAILABLE);
      for (const place of at) {
        if (left-- > 0) run.errors.push(errorAt(error, [...place, ...below.map((step) => renamed.get(step as string) ?? step)]));
      }
    }
  }
}
