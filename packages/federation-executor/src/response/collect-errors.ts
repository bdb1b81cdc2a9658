import { GraphQLError } from 'graphql';
import { findBrokenFields, type Path } from './find-broken-fields.js';
import type { Data, ObjectShape } from './response-shape.js';

/**
 * Errors of an answer at the places that the client asked for, and one for each null that nothing
 * else explains.
 */
export function collectErrors(
  shape: ObjectShape,
  data: Data,
  given: readonly GraphQLError[],
  { broken, missing }: { broken: number; missing: ReadonlySet<object> },
): GraphQLError[] {
  const errors = inAnswer(shape, data, given);
  if (broken === 0) return errors;
  const at = new Set(errors.map((error) => keyOf(error.path ?? [])));
  // Every place above an error is explained by it, as is every place below.
  const over = new Set<string>();
  for (const { path = [] } of errors)
    for (let length = 0; length <= path.length; length++) over.add(keyOf(path.slice(0, length)));
  const isExplained = (path: Path, value: unknown, above: readonly object[]) =>
    (value === undefined && above.some((object) => missing.has(object))) ||
    over.has(keyOf(path)) ||
    path.some((_step, index) => at.has(keyOf(path.slice(0, index + 1))));
  findBrokenFields(shape, data, isExplained, (path) => {
    errors.push(
      new GraphQLError(`Cannot return null for non-nullable ${keyOf(path)}.`, {
        path,
        extensions: { code: 'INVALID_GRAPHQL' },
      }),
    );
  });
  return errors;
}

const keyOf = (path: readonly (string | number)[]) => path.join('.');

/**
 * Subgraphs are also asked for fields that the client did not select: keys, and what other fields
 * require. An error at one of them moves up to the selected place above it, and goes when something
 * is said further down already.
 */
function inAnswer(shape: ObjectShape, data: Data, errors: readonly GraphQLError[]): GraphQLError[] {
  const kept: GraphQLError[] = [];
  const moved: GraphQLError[] = [];
  for (const error of errors) {
    const length = selectedLength(shape, data, error.path ?? []);
    if (!error.path || length === error.path.length) kept.push(error);
    else {
      const { message, extensions } = error;
      moved.push(new GraphQLError(message, { path: error.path.slice(0, length), extensions }));
    }
  }
  const said = new Set<string>();
  for (const { path = [] } of kept)
    for (let length = 0; length <= path.length; length++) said.add(keyOf(path.slice(0, length)));
  for (const error of moved) {
    const place = keyOf(error.path!);
    if (said.has(place)) continue;
    said.add(place);
    kept.push(error);
  }
  return kept;
}

/** How many steps of the path lead to something that the operation selects. */
function selectedLength(root: ObjectShape, data: Data, path: readonly (string | number)[]): number {
  let shape: ObjectShape | undefined = root;
  let value: unknown = data;
  let selection: ObjectShape['fields'][number]['selection'];
  for (const [index, step] of path.entries()) {
    if (typeof step === 'number') {
      value = Array.isArray(value) ? (value[step] as unknown) : undefined;
      continue;
    }
    // Of an object that became null the type is not known any more.
    const typename = (value as Data | null | undefined)?.['__typename'];
    if (index > 0)
      shape = typename === undefined ? selection?.having(step) : selection?.of(typename);
    const field = shape?.fields.find(({ key }) => key === step);
    if (!field) return index;
    ({ selection } = field);
    value =
      typeof value === 'object' && value !== null && Object.hasOwn(value, step)
        ? (value as Data)[step]
        : undefined;
  }
  return path.length;
}
