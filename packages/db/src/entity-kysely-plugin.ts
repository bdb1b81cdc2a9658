import {
  ColumnNode,
  IdentifierNode,
  OperationNodeTransformer,
  PrimitiveValueListNode,
  SchemableIdentifierNode,
  TableNode,
  ValueListNode,
  ValueNode,
  ValuesNode,
  type ColumnUpdateNode,
  type InsertQueryNode,
  type KyselyPlugin,
  type OperationNode,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  type QueryId,
  type QueryResult,
  type RootOperationNode,
  type UnknownRow,
  type UpdateQueryNode,
} from 'kysely';
import { columnOf, propertyOf, type EntityNames } from './entity-names.js';

/**
 * Lets typed queries speak of entities and properties. Tables get their name and schema, every identifier its column's spelling, JSON its
 * text; results are renamed back, and their values come from the drivers as they should be (type-parsers.ts). MikroORM's own plugin does
 * the same by looking up each column's table, which misses aliased updates and costs more than the rest of a statement (ADR 0013).
 */
export class EntityKyselyPlugin implements KyselyPlugin {
  private readonly transformer: EntityNameTransformer;

  constructor(names: ReadonlyMap<string, EntityNames>, schema: string | undefined) {
    this.transformer = new EntityNameTransformer(names, schema);
  }

  transformQuery({ node, queryId }: PluginTransformQueryArgs): RootOperationNode {
    return this.transformer.transformNode(node, queryId);
  }

  async transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    return { ...result, rows: result.rows.map(renamed) };
  }
}

function renamed(row: UnknownRow): UnknownRow {
  const out: UnknownRow = {};
  for (const column in row) out[propertyOf(column)] = row[column];
  return out;
}

class EntityNameTransformer extends OperationNodeTransformer {
  constructor(
    private readonly names: ReadonlyMap<string, EntityNames>,
    private readonly schema: string | undefined,
  ) {
    super();
  }

  protected override transformIdentifier(node: IdentifierNode): IdentifierNode {
    const name = columnOf(node.name);
    return name === node.name ? node : IdentifierNode.create(name);
  }

  protected override transformSchemableIdentifier(node: SchemableIdentifierNode, queryId: QueryId): SchemableIdentifierNode {
    const entity = node.schema ? undefined : this.names.get(node.identifier.name);
    if (!entity) return super.transformSchemableIdentifier(node, queryId);
    return this.schema ? SchemableIdentifierNode.createWithSchema(this.schema, entity.table) : SchemableIdentifierNode.create(entity.table);
  }

  protected override transformInsertQuery(node: InsertQueryNode, queryId: QueryId): InsertQueryNode {
    const json = this.jsonColumns(node.into);
    if (!json) return super.transformInsertQuery(node, queryId);
    const { columns, values, onConflict } = node;
    const isJson = columns?.map((column) => json.has(columnOf(column.column.name)));
    return super.transformInsertQuery(
      {
        ...node,
        ...(isJson && values && ValuesNode.is(values) ? { values: jsonValues(values, isJson) } : {}),
        ...(onConflict?.updates ? { onConflict: { ...onConflict, updates: jsonUpdates(onConflict.updates, json) } } : {}),
      },
      queryId,
    );
  }

  protected override transformUpdateQuery(node: UpdateQueryNode, queryId: QueryId): UpdateQueryNode {
    const json = this.jsonColumns(node.table);
    const updates = json && node.updates ? jsonUpdates(node.updates, json) : undefined;
    return super.transformUpdateQuery(updates ? { ...node, updates } : node, queryId);
  }

  /** JSON columns of a table or aliased table; undefined when it has none. */
  private jsonColumns(table: OperationNode | undefined): ReadonlySet<string> | undefined {
    const named = table && 'node' in table ? (table.node as OperationNode) : table;
    const entity = named && TableNode.is(named) ? this.names.get(named.table.identifier.name) : undefined;
    return entity && entity.jsonColumns.size > 0 ? entity.jsonColumns : undefined;
  }
}

function jsonValues(node: ValuesNode, isJson: readonly boolean[]): ValuesNode {
  return ValuesNode.create(
    node.values.map((row) =>
      PrimitiveValueListNode.is(row)
        ? PrimitiveValueListNode.create(row.values.map((value, i) => (isJson[i] ? jsonText(value) : value)))
        : ValueListNode.create(row.values.map((value, i) => (isJson[i] ? jsonNode(value) : value))),
    ),
  );
}

function jsonUpdates(updates: readonly ColumnUpdateNode[], json: ReadonlySet<string>): ColumnUpdateNode[] {
  return updates.map((update) =>
    ColumnNode.is(update.column) && json.has(columnOf(update.column.column.name)) ? { ...update, value: jsonNode(update.value) } : update,
  );
}

/** Expressions stay: they are SQL already. */
const jsonNode = (node: OperationNode): OperationNode => (ValueNode.is(node) ? ValueNode.create(jsonText(node.value)) : node);

const jsonText = (value: unknown) => (value === null || value === undefined ? value : JSON.stringify(value));
