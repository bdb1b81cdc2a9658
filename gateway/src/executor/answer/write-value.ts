import { isListType, isNonNullType, type GraphQLLeafType, type GraphQLOutputType } from 'graphql';
import { leafText } from './leaf-text.js';
import type { Data, ObjectShape, Selection, Write, Writing } from './shape.js';

/** No page of a storefront comes near; an answer is written while everybody else waits. */
const MAX_OBJECTS = 50_000;
const MAX_CHARACTERS = 8_000_000;

/** The answer has more objects or characters than one answer may have. */
export class AnswerTooLarge extends Error {
  override name = 'AnswerTooLarge';
}

/** The writer of a type. `selection` is given for composite types, of which each object costs `weight`. */
export function writerOf(type: GraphQLOutputType, selection: Selection | undefined, weight: number): Write {
  if (!isNonNullType(type)) return core(type, selection, weight, 'null');
  const write = core(type.ofType as GraphQLOutputType, selection, weight, '');
  return (value, writing) => {
    if (value !== null && value !== undefined) return write(value, writing);
    writing.broken++;
    return '';
  };
}

/** Writer of a type without its `!`; `instead` is what stands for a value that cannot be given. */
function core(type: GraphQLOutputType, selection: Selection | undefined, weight: number, instead: string): Write {
  if (isListType(type)) return listWriter(writerOf(type.ofType as GraphQLOutputType, selection, weight), instead);
  if (selection) return objectWriter(selection, weight, instead);
  const text = leafText(type as GraphQLLeafType);
  return (value, writing) => {
    if (value === null || value === undefined) return instead;
    const json = text(value);
    if (json !== '') return json;
    writing.broken++;
    return instead;
  };
}

function listWriter(write: Write, instead: string): Write {
  return (value, writing) => {
    if (value === null || value === undefined) return instead;
    if (!Array.isArray(value)) {
      writing.broken++;
      return instead;
    }
    let text = '[';
    for (let index = 0; index < value.length; index++) {
      const item = write(value[index], writing);
      if (item === '') return instead;
      text += index === 0 ? item : `,${item}`;
      if (text.length > MAX_CHARACTERS) throw new AnswerTooLarge();
    }
    return `${text}]`;
  };
}

function objectWriter(selection: Selection, weight: number, instead: string): Write {
  return (value, writing) => {
    if (value === null || value === undefined) return instead;
    const shape = typeof value === 'object' ? selection.of((value as Data)['__typename']) : undefined;
    if (!shape) {
      writing.broken++;
      return instead;
    }
    writing.cost += weight;
    const known = writing.shared.size === 0 ? undefined : writing.shared.get(value);
    if (!known) return writeObject(shape, value as Data, writing) || instead;
    if (known.selection !== selection) {
      const before = writing.cost;
      known.text = writeObject(shape, value as Data, writing);
      known.selection = selection;
      known.cost = writing.cost - before;
    } else writing.cost += known.cost;
    // Written once, yet it stands in the answer each time; its list counts the text.
    if (++writing.objects > MAX_OBJECTS) throw new AnswerTooLarge();
    return known.text || instead;
  };
}

/** JSON of an object; '' when a field that promises a value has none. */
export function writeObject({ fields, cost }: ObjectShape, data: Data, writing: Writing): string {
  writing.cost += cost;
  if (++writing.objects > MAX_OBJECTS) throw new AnswerTooLarge();
  let text = '{';
  for (let index = 0; index < fields.length; index++) {
    const field = fields[index]!;
    const json = field.constant ?? field.write(valueOf(data, field), writing);
    if (json === '') {
      if (field.constant !== undefined) writing.broken++;
      return '';
    }
    text += field.prefix + json;
  }
  return `${text}}`;
}

/** The value of a field; names that every object inherits are read only when the object has them itself. */
export function valueOf(data: Data, { key, inherited }: { key: string; inherited: boolean }): unknown {
  return inherited && !Object.hasOwn(data, key) ? undefined : data[key];
}
