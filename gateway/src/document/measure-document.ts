import {
  Kind,
  getLocation,
  type ASTNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { GatewayLimits } from '../gateway-config.js';
import { requireStorable } from './storable-text.js';
import { RequestError, tooComplex } from '../request/request-error.js';

/**
 * Fields with one response path: validation compares each pair of them, so many would make it slow.
 */
const MAX_SAME_PATH = 40;
const MAX_DIRECTIVES_PER_NODE = 4;
const MAX_INTROSPECTION_DEPTH = 20;
const MAX_OPERATIONS = 20;

interface Measure {
  fields: number;
  depth: number;
  introspectionDepth: number;
  aliases: number;
}

/**
 * Refuses documents whose validation or planning could be expensive, by their syntax alone. The
 * work is linear in the document: a fragment is measured once, however often it is spread.
 * Fragments that contain themselves or that nothing reaches are refused here: validation would
 * expand them before it says so. Returns the number of fields after expansion. Throws RequestError.
 */
export function measureDocument(document: DocumentNode, limits: GatewayLimits): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const operations: OperationDefinitionNode[] = [];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      fragments.set(definition.name.value, definition);
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
  }
  if (fragments.size > limits.fragments) throw tooComplex('fragments');
  if (operations.length > MAX_OPERATIONS) throw tooComplex('operations');

  checkNodes(document, limits.directives);
  const measured = new Map<string, Measure | 'open'>();
  let fields = 0;
  for (const operation of operations) {
    const total = measureSelections(operation.selectionSet, fragments, measured);
    if (total.fields > limits.fields) throw tooComplex('fields');
    if (total.depth > limits.depth || total.introspectionDepth > MAX_INTROSPECTION_DEPTH)
      throw tooComplex('depth');
    if (total.aliases > limits.aliases) throw tooComplex('aliases');
    checkSamePaths([operation.selectionSet], fragments, limits.rootFields);
    fields += total.fields;
  }
  for (const [name, fragment] of fragments)
    if (!measured.has(name)) throw invalid('A fragment is never used.', fragment);
  return fields;
}

/**
 * Throws RequestError when the fragments are circular. Numbers saturate: 30 levels of double spread
 * would be 2^30 fields.
 */
function measureSelections(
  set: SelectionSetNode,
  fragments: Map<string, FragmentDefinitionNode>,
  measured: Map<string, Measure | 'open'>,
): Measure {
  const total: Measure = { fields: 0, depth: 0, introspectionDepth: 0, aliases: 0 };
  for (const selection of set.selections) {
    const inner = measureSelection(selection, fragments, measured);
    total.fields = Math.min(total.fields + inner.fields, 1e9);
    total.aliases = Math.min(total.aliases + inner.aliases, 1e9);
    total.depth = Math.max(total.depth, inner.depth);
    total.introspectionDepth = Math.max(total.introspectionDepth, inner.introspectionDepth);
  }
  return total;
}

function measureSelection(
  selection: SelectionNode,
  fragments: Map<string, FragmentDefinitionNode>,
  measured: Map<string, Measure | 'open'>,
): Measure {
  if (selection.kind === Kind.INLINE_FRAGMENT)
    return measureSelections(selection.selectionSet, fragments, measured);
  if (selection.kind === Kind.FRAGMENT_SPREAD) {
    const name = selection.name.value;
    const known = measured.get(name);
    if (known === 'open') throw invalid('A fragment contains itself.', selection);
    if (known) return known;
    const fragment = fragments.get(name);
    // Validation refuses it; until then it counts, or spreads of nothing would double without
    // bound.
    if (!fragment) return { fields: 1, depth: 0, introspectionDepth: 0, aliases: 0 };
    measured.set(name, 'open');
    const inner = measureSelections(fragment.selectionSet, fragments, measured);
    measured.set(name, inner);
    return inner;
  }
  const inner = selection.selectionSet
    ? measureSelections(selection.selectionSet, fragments, measured)
    : undefined;
  const below = inner ?? { fields: 0, depth: 0, introspectionDepth: 0, aliases: 0 };
  // Introspection is deep by nature and has a bound of its own; graphql-js also limits its repeated
  // lists.
  const isIntrospection = selection.name.value === '__schema' || selection.name.value === '__type';
  return {
    fields: below.fields + 1,
    depth: isIntrospection ? 1 : below.depth + 1,
    introspectionDepth: isIntrospection ? below.depth + 1 : below.introspectionDepth,
    aliases: below.aliases + (selection.alias ? 1 : 0),
  };
}

function invalid(message: string, { loc }: ASTNode): RequestError {
  const { line, column } = loc ? getLocation(loc.source, loc.start) : { line: 1, column: 1 };
  return new RequestError(400, 'GRAPHQL_VALIDATION_FAILED', message, {
    locations: [{ line, column }],
    reason: 'invalid',
  });
}

/**
 * Walks the merged selection (all fields with one response path together); the caller has bounded
 * the number of fields.
 */
function checkSamePaths(
  sets: readonly SelectionSetNode[],
  fragments: Map<string, FragmentDefinitionNode>,
  maxKeys = Infinity,
): void {
  const groups = new Map<string, FieldNode[]>();
  const collect = (set: SelectionSetNode) => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(selection.name.value);
        if (fragment) collect(fragment.selectionSet);
      } else {
        const key = selection.alias?.value ?? selection.name.value;
        groups.set(key, [...(groups.get(key) ?? []), selection]);
        if (groups.get(key)!.length > MAX_SAME_PATH) throw tooComplex('duplicates');
      }
    }
  };
  for (const set of sets) collect(set);
  if (groups.size > maxKeys) throw tooComplex('root-fields');
  for (const fields of groups.values()) {
    const inner = fields.flatMap((field) => (field.selectionSet ? [field.selectionSet] : []));
    if (inner.length > 0) checkSamePaths(inner, fragments);
  }
}

/**
 * Literals must be storable. Directives are counted in the text: unknown ones would each produce an
 * error, known ones cost work.
 */
function checkNodes(document: DocumentNode, limit: number): void {
  let total = 0;
  const pending: unknown[] = [document];
  // Until nothing is left, not until something is undefined: what a node leaves out is.
  while (pending.length > 0) {
    const node = pending.pop();
    if (Array.isArray(node)) pending.push(...node);
    else if (typeof node === 'object' && node !== null) {
      const {
        directives,
        loc: _loc,
        ...rest
      } = node as {
        directives?: readonly unknown[];
        loc?: unknown;
        kind?: unknown;
        value?: unknown;
      };
      if (rest.kind === Kind.STRING) requireStorable(String(rest.value));
      const count = directives?.length ?? 0;
      total += count;
      if (count > MAX_DIRECTIVES_PER_NODE || total > limit) throw tooComplex('directives');
      pending.push(...Object.values(rest));
    }
  }
}
