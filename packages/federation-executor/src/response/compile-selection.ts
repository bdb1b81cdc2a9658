import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type SelectionSetNode,
} from 'graphql';
import type { FieldCost } from '../supergraph/cost-rules.js';
import { collectFields, type Selecting } from './collect-fields.js';
import type { FieldShape, ObjectShape, Selection } from './response-shape.js';
import { writerOf } from './serialize-response.js';

/** Compiles a selection on a declared type. */
export function compileSelection(
  selecting: Selecting,
  declared: GraphQLCompositeType,
  sets: readonly SelectionSetNode[],
): Selection {
  const shapes = new Map<string, ObjectShape>();
  const shapeOf = (type: GraphQLCompositeType): ObjectShape => {
    const known = shapes.get(type.name);
    if (known) return known;
    const shape = compileShape(selecting, type, collectFields(selecting, type, sets));
    shapes.set(type.name, shape);
    return shape;
  };
  let last: ObjectShape | undefined;
  return {
    of(typename) {
      // Neighbours are mostly of one type.
      if (last && last.type.name === typename) return last;
      if (typename === undefined || typename === null) return shapeOf(declared);
      const type = typeof typename === 'string' ? selecting.schema.getType(typename) : undefined;
      if (!type || !isCompositeType(type)) return undefined;
      return (last = shapeOf(type));
    },
    having(key) {
      const types = isAbstractType(declared)
        ? [declared, ...selecting.schema.getPossibleTypes(declared)]
        : [declared];
      return types.map(shapeOf).find(({ fields }) => fields.some((field) => field.key === key));
    },
  };
}

const FREE: Pick<FieldCost, 'weight' | 'argumentWeights'> = {
  weight: 0,
  argumentWeights: new Map(),
};
const EVERY_OBJECT = Object.prototype as unknown as Record<string, unknown>;

function compileShape(
  selecting: Selecting,
  type: GraphQLCompositeType,
  collected: Map<string, FieldNode[]>,
): ObjectShape {
  const fields: FieldShape[] = [];
  let cost = 0;
  const definitions = isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};
  for (const [key, nodes] of collected) {
    const name = nodes[0]!.name.value;
    const common = {
      key,
      prefix: `${fields.length === 0 ? '' : ','}"${key}":`,
      inherited: key in EVERY_OBJECT,
    };
    if (name === '__typename') {
      // Of an abstract type without an object's type the answer is not known: '' = null where a
      // value is promised.
      const constant = isObjectType(type) ? `"${type.name}"` : '';
      fields.push({
        ...common,
        type: selecting.schema.getType('String') as GraphQLOutputType,
        constant,
        write: () => constant,
      });
      continue;
    }
    const definition =
      name === '__schema'
        ? SchemaMetaFieldDef
        : name === '__type'
          ? TypeMetaFieldDef
          : definitions[name];
    if (!definition) continue;
    const named = getNamedType(definition.type);
    const sets = nodes.map((node) => node.selectionSet).filter((set) => set !== undefined);
    const selection = isCompositeType(named) ? compileSelection(selecting, named, sets) : undefined;
    const { weight, argumentWeights } = selecting.costs?.fieldCost(type.name, name) ?? FREE;
    for (const argument of nodes[0]!.arguments ?? [])
      cost += argumentWeights.get(argument.name.value) ?? 0;
    if (!selection) cost += weight;
    const write = writerOf(definition.type, selection, weight);
    fields.push({ ...common, type: definition.type, write, ...(selection ? { selection } : {}) });
  }
  return { type, fields, cost };
}
