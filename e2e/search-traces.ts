import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sqlRows } from '@emporium/db/sql';
import type { Shop } from '@emporium/shop/start-shop';

const hex = (text: string) => Buffer.from(text).toString('hex');

/**
 * Tables, of every schema of every database that subgraphs use, with a row that holds one of the
 * terms; binary columns are searched, too.
 */
export async function tablesWith(shop: Shop, terms: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const { database } of shop.subgraphs) {
    const em = database.fork();
    const tables = await sqlRows<{ name: string }>(
      em,
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
       where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
    );
    for (const { name } of tables) {
      if (found.has(name)) continue;
      const condition = terms.map(() => `r::text ilike ? or r::text ilike ?`).join(' or ');
      const [hit] = await sqlRows(
        em,
        `select 1 as hit from ${name} r where ${condition} limit 1`,
        terms.flatMap((term) => [`%${term}%`, `%${hex(term)}%`]),
      );
      if (hit) found.add(name);
    }
  }
  return [...found].sort();
}

/** Files below a folder that hold one of the terms. */
export function filesWith(folder: string, terms: readonly string[]): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => {
      const text = readFileSync(path, 'latin1').toLowerCase();
      return terms.some((term) => text.includes(term.toLowerCase()));
    });
}
