import { JsonType, type MetadataStorage } from '@mikro-orm/core';

/** What typed queries know of an entity. */
export interface EntityNames {
  table: string;
  /** Columns that hold JSON: their values are written as text. */
  jsonColumns: ReadonlySet<string>;
}

const ofStorage = new WeakMap<MetadataStorage, ReadonlyMap<string, EntityNames>>();

/**
 * Tables by the names of their entities, read once per ORM. Throws when a column is not called like
 * its property.
 */
export function entityNames(metadata: MetadataStorage): ReadonlyMap<string, EntityNames> {
  const known = ofStorage.get(metadata);
  if (known) return known;
  const names = new Map<string, EntityNames>();
  for (const { className, tableName, props } of metadata.getAll().values()) {
    const jsonColumns = new Set<string>();
    for (const property of props) {
      const [column] = property.fieldNames ?? [];
      if (!column) continue;
      // The compiler knows properties; a column of another name would be renamed wrongly without an
      // error.
      if (column !== columnOf(property.name))
        throw new Error(
          `${className}.${property.name} must have the column ${columnOf(property.name)}`,
        );
      if (property.customType instanceof JsonType) jsonColumns.add(column);
    }
    names.set(className, { table: tableName, jsonColumns });
  }
  ofStorage.set(metadata, names);
  return names;
}

const columns = new Map<string, string>();
const properties = new Map<string, string>();

/**
 * Column of a property: `unitPrice` is `unit_price`. The same rule as MikroORM's, also for aliases.
 */
export function columnOf(property: string): string {
  let column = columns.get(property);
  if (column === undefined)
    columns.set(
      property,
      (column = property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)),
    );
  return column;
}

/** Property of a column or alias of a result. */
export function propertyOf(column: string): string {
  let property = properties.get(column);
  if (property === undefined)
    properties.set(
      column,
      (property = column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())),
    );
  return property;
}
