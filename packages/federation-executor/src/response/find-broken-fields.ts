import { isLeafType, isListType, isNonNullType, type GraphQLOutputType } from 'graphql';
import { serializeLeaf } from './serialize-leaf.js';
import type { Data, ObjectShape, Selection } from './response-shape.js';
import { valueOf } from './serialize-response.js';

export type Path = (string | number)[];

/**
 * Says whether a missing value needs no error of its own: the place, the value, and the objects
 * above it from the root down.
 */
export type IsExplained = (path: Path, value: unknown, above: readonly object[]) => boolean;

/**
 * A null and its origin: `null` was sent or missing, `told` is the consequence of another one
 * further down.
 */
type Outcome = 'value' | 'null' | 'told' | 'broken';

/**
 * Finds the places where data broke the schema's promise. Only called for an answer that has some,
 * so that state the others need not keep track of paths.
 */
export function findBrokenFields(
  shape: ObjectShape,
  data: Data,
  isExplained: IsExplained,
  report: (path: Path) => void,
): void {
  const path: Path = [];
  const above: object[] = [];
  const tell = (value: unknown): void => {
    if (!isExplained(path, value, above)) report([...path]);
  };
  const check = (
    type: GraphQLOutputType,
    selection: Selection | undefined,
    value: unknown,
  ): Outcome => {
    if (isNonNullType(type)) {
      const outcome = check(type.ofType as GraphQLOutputType, selection, value);
      if (outcome === 'null') tell(value);
      return outcome === 'value' ? 'value' : 'broken';
    }
    if (value === null || value === undefined) return 'null';
    if (isListType(type)) {
      if (!Array.isArray(value)) return wrong(value);
      let outcome: Outcome = 'value';
      value.forEach((item, index) => {
        path.push(index);
        if (check(type.ofType as GraphQLOutputType, selection, item) === 'broken') outcome = 'told';
        path.pop();
      });
      return outcome;
    }
    if (isLeafType(type)) return serializeLeaf(type)(value) === '' ? wrong(value) : 'value';
    const found =
      typeof value === 'object' ? selection?.of((value as Data)['__typename']) : undefined;
    return found ? checkObject(found, value as Data) : wrong(value);
  };
  const wrong = (value: unknown): Outcome => {
    tell(value);
    return 'told';
  };
  const checkObject = ({ fields }: ObjectShape, object: Data): Outcome => {
    above.push(object);
    let outcome: Outcome = 'value';
    for (const field of fields) {
      path.push(field.key);
      if (field.constant === '') tell(undefined);
      const broken =
        field.constant === undefined
          ? check(field.type, field.selection, valueOf(object, field)) === 'broken'
          : field.constant === '';
      path.pop();
      // What follows a broken field is not part of the answer.
      if (broken) {
        outcome = 'told';
        break;
      }
    }
    above.pop();
    return outcome;
  };
  checkObject(shape, data);
}
