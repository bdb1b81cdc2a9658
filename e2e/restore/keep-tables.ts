import { sqlRows, sqlRun } from '@emporium/db/sql';
import type { Shop } from '@emporium/shop/start-shop';

/**
 * The tables of one subgraph as they are now, and the way back to it: what a dump is to a database
 * of its own.
 */
export async function keepTables(shop: Shop, name: string): Promise<() => Promise<void>> {
  const { database } = shop.subgraphs.find((subgraph) => subgraph.name === name)!;
  const em = database.fork();
  const tables = await sqlRows<{ name: string; columns: string }>(
    em,
    `select c.relname as name, string_agg(quote_ident(a.attname), ', ' order by a.attnum) as columns from pg_class c
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
       where c.relnamespace = ?::regnamespace and c.relkind = 'r' group by c.relname`,
    [name],
  );
  await sqlRun(em, `create schema kept_${name}`);
  for (const table of tables)
    await sqlRun(em, `create table kept_${name}."${table.name}" as table ${name}."${table.name}"`);
  return () =>
    database.fork().transactional(async (tx) => {
      const inside = tx as typeof em;
      // Foreign keys are those of the kept rows among themselves.
      await sqlRun(inside, `set local session_replication_role = replica`);
      for (const table of tables) {
        await sqlRun(inside, `delete from ${name}."${table.name}"`);
        await sqlRun(
          inside,
          `insert into ${name}."${table.name}" (${table.columns}) overriding system value select ${table.columns} from kept_${name}."${table.name}"`,
        );
      }
    });
}
