import type { Ctx } from '@emporium/platform/context';
import { sql } from 'kysely';
import { query } from '../tables.js';

/**
 * Lets either one transaction change the category tree (`exclusive`), or many assign products to it
 * (`shared`). So two moves cannot make a cycle together, and a product that is assigned while its
 * category is renamed is published with the new name.
 */
export async function lockTree(ctx: Ctx, mode: 'exclusive' | 'shared'): Promise<void> {
  const lock = sql.raw(
    mode === 'exclusive' ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared',
  );
  await sql`select ${lock}(hashtext('catalog-category-tree'))::text`.execute(query(ctx));
}
