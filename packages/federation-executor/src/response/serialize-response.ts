import { isListType, isNonNullType, type GraphQLLeafType, type GraphQLOutputType } from 'graphql';
import { serializeLeaf } from './serialize-leaf.js';
import type { Data, ObjectShape, Selection, Write, SerializeState } from './response-shape.js';

/** No page of a storefront comes near; an answer is written while everybody else waits. */
const MAX_OBJECTS = 50_000;
const MAX_CHARACTERS = 8_000_000;

/** The answer has more objects or characters than one answer may have. */
export class ResponseTooLarge extends Error {
  override name = 'ResponseTooLarge';
}

/**
 * The writer of a type. `selection` is given for composite types, of which each object costs
 * `weight`.
 */
export function writerOf(
  type: GraphQLOutputType,
  selection: Selection | undefined,
  weight: number,
): Write {
  if (!isNonNullType(type)) return core(type, selection, weight, 'null');
  const write = core(type.ofType as GraphQLOutputType, selection, weight, '');
  return (value, state) => {
    if (value !== null && value !== undefined) return write(value, state);
    state.broken++;
    return '';
  };
}

/** Writer of a type without its `!`; `instead` is what stands for a value that cannot be given. */
function core(
  type: GraphQLOutputType,
  selection: Selection | undefined,
  weight: number,
  instead: string,
): Write {
  if (isListType(type))
    return listWriter(writerOf(type.ofType as GraphQLOutputType, selection, weight), instead);
  if (selection) return objectWriter(selection, weight, instead);
  const text = serializeLeaf(type as GraphQLLeafType);
  return (value, state) => {
    if (value === null || value === undefined) return instead;
    const json = text(value);
    if (json !== '') return json;
    state.broken++;
    return instead;
  };
}

function listWriter(write: Write, instead: string): Write {
  return (value, state) => {
    if (value === null || value === undefined) return instead;
    if (!Array.isArray(value)) {
      state.broken++;
      return instead;
    }
    let text = '[';
    for (let index = 0; index < value.length; index++) {
      const item = write(value[index], state);
      if (item === '') return instead;
      text += index === 0 ? item : `,${item}`;
      if (text.length > MAX_CHARACTERS) throw new ResponseTooLarge();
    }
    return `${text}]`;
  };
}

function objectWriter(selection: Selection, weight: number, instead: string): Write {
  return (value, state) => {
    if (value === null || value === undefined) return instead;
    const shape =
      typeof value === 'object' ? selection.of((value as Data)['__typename']) : undefined;
    if (!shape) {
      state.broken++;
      return instead;
    }
    state.cost += weight;
    const known = state.shared.size === 0 ? undefined : state.shared.get(value);
    if (!known) return serializeObject(shape, value as Data, state) || instead;
    if (known.selection !== selection) {
      const before = state.cost;
      known.text = serializeObject(shape, value as Data, state);
      known.selection = selection;
      known.cost = state.cost - before;
    } else state.cost += known.cost;
    // Written once, yet it stands in the answer each time; its list counts the text.
    if (++state.objects > MAX_OBJECTS) throw new ResponseTooLarge();
    return known.text || instead;
  };
}

/** JSON of an object; '' when a field that promises a value has none. */
export function serializeObject(
  { fields, cost }: ObjectShape,
  data: Data,
  state: SerializeState,
): string {
  state.cost += cost;
  if (++state.objects > MAX_OBJECTS) throw new ResponseTooLarge();
  let text = '{';
  for (let index = 0; index < fields.length; index++) {
    const field = fields[index]!;
    const json = field.constant ?? field.write(valueOf(data, field), state);
    if (json === '') {
      if (field.constant !== undefined) state.broken++;
      return '';
    }
    text += field.prefix + json;
  }
  return `${text}}`;
}

/**
 * The value of a field; names that every object inherits are read only when the object has them
 * itself.
 */
export function valueOf(
  data: Data,
  { key, inherited }: { key: string; inherited: boolean },
): unknown {
  return inherited && !Object.hasOwn(data, key) ? undefined : data[key];
}
