// First, because it loads reflect-metadata, which the decorators of the entities need.
import { migratedDatabase } from '@emporium/testing/database-snapshot';
import { openEmbeddedSubgraph } from '@emporium/db/open-embedded';
import type { EmbeddedDatabase } from '@emporium/db/embedded-database';
import { globSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { subgraphs } from './subgraphs.js';

let embedded: EmbeddedDatabase;
beforeAll(async () => {
  embedded = await migratedDatabase(subgraphs);
});
afterAll(() => embedded.close());

/**
 * Columns of a schema, `name type not null` each, and whether the database has a default for them.
 */
async function columnsOf(
  schema: string,
): Promise<{ table: string; name: string; column: string; hasDefault: boolean }[]> {
  return embedded.connection.query(
    `select c.relname as table, a.attname as name, a.atthasdef as "hasDefault", a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end as column
     from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relnamespace = $1::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped`,
    [schema],
  );
}

/**
 * PostgreSQL's own name of a type, without the precision of instants, which no entity depends on.
 */
function typeName(type: string): string {
  const plain = type.toLowerCase().replace(/^(timestamp(?:tz)?)\(\d+\)/, '$1');
  const names: Record<string, string> = {
    timestamptz: 'timestamp with time zone',
    int: 'integer',
    bool: 'boolean',
    bigserial: 'bigint',
    'char(3)': 'character(3)',
  };
  return names[plain] ?? plain;
}

/**
 * What inserts may leave out, `Class.property` each: `[OptionalProps]` of a class is for the
 * compiler only, so it is read from the sources; `defineEntity` knows by itself.
 */
function optionalOfClasses(subgraph: string): ReadonlySet<string> {
  const root = new URL('../..', import.meta.url).pathname;
  const optional = new Set<string>();
  for (const path of globSync([`subgraphs/${subgraph}/src/**/*.ts`, 'packages/db/src/**/*.ts'], {
    cwd: root,
  })) {
    for (const [, name, properties] of readFileSync(`${root}/${path}`, 'utf8').matchAll(OPTIONAL))
      for (const [, property] of properties!.matchAll(/'(\w+)'/g))
        optional.add(`${name}.${property}`);
  }
  return optional;
}
const OPTIONAL = /class (\w+)[^{]*\{\s*\[OptionalProps\]\?:([^;]+);/g;

test.each(
  subgraphs
    .filter(({ entities }) => entities.length > 0)
    .map((definition) => [definition.name, definition] as const),
)(
  'the entities of %s have the columns of their tables, of the same types and nullability, and no others',
  async (name, { entities, migrations }) => {
    const database = await openEmbeddedSubgraph(
      { name, entities, migrations },
      embedded.connection,
    );
    const found = await columnsOf(name);
    const differences: string[] = [];
    for (const { className, tableName, props } of database.orm.getMetadata().getAll().values()) {
      const ofTable = found
        .filter(({ table }) => table === tableName)
        .map(({ column }) => column.replace(/ timestamp\(\d\)/, ' timestamp'));
      const ofEntity = props
        .filter((property) => property.persist !== false && property.fieldNames?.length)
        .map(
          (property) =>
            `${property.fieldNames[0]} ${typeName(property.columnTypes[0]!)}${property.nullable ? '' : ' not null'}`,
        );
      for (const column of ofEntity)
        if (!ofTable.includes(column))
          differences.push(`${className}: the table has no "${column}"`);
      for (const column of ofTable)
        if (!ofEntity.includes(column))
          differences.push(`${className}: the entity has no "${column}"`);
    }
    await database.close();
    expect(differences).toEqual([]);
  },
);

test.each(
  subgraphs
    .filter(({ entities }) => entities.length > 0)
    .map((definition) => [definition.name, definition] as const),
)(
  'what inserts into tables of %s may leave out has a default in the database, and every table is an entity',
  async (name, { entities, migrations }) => {
    const database = await openEmbeddedSubgraph(
      { name, entities, migrations },
      embedded.connection,
    );
    const found = await columnsOf(name);
    const ofClasses = optionalOfClasses(name);
    const differences: string[] = [];
    // The migrator and the relay, which has a connection of its own, keep these.
    const tables = new Set(['migrations', 'lease']);
    for (const { className, tableName, props } of database.orm.getMetadata().getAll().values()) {
      tables.add(tableName);
      for (const {
        name: property,
        fieldNames,
        autoincrement,
        default: value,
        defaultRaw,
      } of props) {
        const isOptional =
          ofClasses.has(`${className}.${property}`) ||
          autoincrement ||
          value !== undefined ||
          defaultRaw !== undefined;
        const column = found.find(
          (candidate) => candidate.table === tableName && candidate.name === fieldNames?.[0],
        );
        if (isOptional && !column?.hasDefault)
          differences.push(`${className}.${property} has no default`);
      }
    }
    for (const table of new Set(found.map((column) => column.table)))
      if (!tables.has(table)) differences.push(`${table} is no entity`);
    await database.close();
    expect([...ofClasses]).toContain('OutboxRow.createdAt');
    expect(differences).toEqual([]);
  },
);
