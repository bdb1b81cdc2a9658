import {
  ColumnNode,
  PostgresQueryCompiler,
  PrimitiveValueListNode,
  TableNode,
  ValueListNode,
  ValueNode,
  ValuesNode,
  type ColumnUpdateNode,
  type IdentifierNode,
  type InsertQueryNode,
  type OperationNode,
  type SchemableIdentifierNode,
  type UpdateQueryNode,
} from 'kysely';
import { columnOf, type EntityNames } from './entity-names.js';

/**
 * Lets typed queries speak of entities and properties: tables get their name and schema, every
 * identifier its column's spelling, JSON its text. Done while the SQL is written, because a Kysely
 * plugin copies every node of every statement first, and MikroORM's own looks up the table of each
 * column besides, which also misses aliased updates (ADR 0013).
 */
export class EntityQueryCompiler extends PostgresQueryCompiler {
  constructor(
    private readonly schema: string,
    /** Asked with the first statement, when the ORM knows its entities. */
    private readonly names: () => ReadonlyMap<string, EntityNames>,
  ) {
    super();
  }

  protected override visitIdentifier(node: IdentifierNode): void {
    this.append(this.quoted(node.name));
  }

  protected override visitSchemableIdentifier(node: SchemableIdentifierNode): void {
    const entity = node.schema ? undefined : this.names().get(node.identifier.name);
    if (entity) this.append(`${this.quoted(this.schema)}.${this.quoted(entity.table)}`);
    else super.visitSchemableIdentifier(node);
  }

  protected override visitInsertQuery(node: InsertQueryNode): void {
    const json = this.jsonColumns(node.into);
    if (!json) return super.visitInsertQuery(node);
    const { columns, values, onConflict } = node;
    const isJson = columns?.map((column) => json.has(columnOf(column.column.name)));
    super.visitInsertQuery({
      ...node,
      ...(isJson && values && ValuesNode.is(values) ? { values: jsonValues(values, isJson) } : {}),
      ...(onConflict?.updates
        ? { onConflict: { ...onConflict, updates: jsonUpdates(onConflict.updates, json) } }
        : {}),
    });
  }

  protected override visitUpdateQuery(node: UpdateQueryNode): void {
    const json = this.jsonColumns(node.table);
    super.visitUpdateQuery(
      json && node.updates ? { ...node, updates: jsonUpdates(node.updates, json) } : node,
    );
  }

  private quoted(name: string): string {
    let quoted = quotedNames.get(name);
    if (quoted === undefined)
      quotedNames.set(name, (quoted = `"${this.sanitizeIdentifier(columnOf(name))}"`));
    return quoted;
  }

  /** JSON columns of a table or aliased table; undefined when it has none. */
  private jsonColumns(table: OperationNode | undefined): ReadonlySet<string> | undefined {
    const named = table && 'node' in table ? (table.node as OperationNode) : table;
    const entity =
      named && TableNode.is(named) ? this.names().get(named.table.identifier.name) : undefined;
    return entity && entity.jsonColumns.size > 0 ? entity.jsonColumns : undefined;
  }
}

/** Names stand in the code, so there is an end to them. */
const quotedNames = new Map<string, string>();

function jsonValues(node: ValuesNode, isJson: readonly boolean[]): ValuesNode {
  return ValuesNode.create(
    node.values.map((row) =>
      PrimitiveValueListNode.is(row)
        ? PrimitiveValueListNode.create(
            row.values.map((value, i) => (isJson[i] ? jsonText(value) : value)),
          )
        : ValueListNode.create(row.values.map((value, i) => (isJson[i] ? jsonNode(value) : value))),
    ),
  );
}

function jsonUpdates(
  updates: readonly ColumnUpdateNode[],
  json: ReadonlySet<string>,
): ColumnUpdateNode[] {
  return updates.map((update) =>
    ColumnNode.is(update.column) && json.has(columnOf(update.column.column.name))
      ? { ...update, value: jsonNode(update.value) }
      : update,
  );
}

/** Expressions stay: they are SQL already. */
const jsonNode = (node: OperationNode): OperationNode =>
  ValueNode.is(node) ? ValueNode.create(jsonText(node.value)) : node;

const jsonText = (value: unknown) =>
  value === null || value === undefined ? value : JSON.stringify(value);
