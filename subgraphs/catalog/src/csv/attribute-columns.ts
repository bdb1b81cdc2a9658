import type { Attribute } from '../product/attribute.type.js';
import { ATTRIBUTE_COLUMNS } from './columns.js';

const OWN_COLUMN = new Set<string>(Object.values(ATTRIBUTE_COLUMNS));

/** Vendor, Type and Tags as cells. */
export interface AttributeCells {
  vendor?: string | undefined;
  type?: string | undefined;
  tags?: string | undefined;
}

/** Attributes that the three columns stand for: one per vendor, type and tag. */
export function attributesOfCells(cells: AttributeCells): Attribute[] {
  const one = (name: string, value: string | undefined) =>
    value?.trim() ? [{ name, value: value.trim() }] : [];
  const tags = [...new Set((cells.tags ?? '').split(',').map((tag) => tag.trim()))];
  return [
    ...one(ATTRIBUTE_COLUMNS.vendor, cells.vendor),
    ...one(ATTRIBUTE_COLUMNS.type, cells.type),
    ...tags.flatMap((tag) => one(ATTRIBUTE_COLUMNS.tag, tag)),
  ];
}

/** The cells that attributes are exported to. */
export function cellsOfAttributes(attributes: readonly Attribute[]): Required<AttributeCells> {
  const values = (name: string) =>
    attributes.filter((attribute) => attribute.name === name).map((attribute) => attribute.value);
  return {
    vendor: values(ATTRIBUTE_COLUMNS.vendor)[0] ?? '',
    type: values(ATTRIBUTE_COLUMNS.type)[0] ?? '',
    tags: values(ATTRIBUTE_COLUMNS.tag).join(', '),
  };
}

/**
 * Puts the attributes of the columns into a complete list: they take the places that attributes of
 * their names have there, the rest follows at the end. So the list keeps its order, and an edited
 * column still counts. `present`: names whose columns the file has; others stay.
 */
export function mergeAttributes(
  list: readonly Attribute[],
  ofColumns: readonly Attribute[],
  present: ReadonlySet<string> = OWN_COLUMN,
): Attribute[] {
  const left = [...ofColumns];
  const merged = list.flatMap((attribute) => {
    if (!present.has(attribute.name)) return [attribute];
    const next = left.findIndex((candidate) => candidate.name === attribute.name);
    return next < 0 ? [] : left.splice(next, 1);
  });
  return [...merged, ...left];
}
