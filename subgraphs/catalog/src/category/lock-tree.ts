import { sqlRows } from '@emporium/db/sql';
import type { Ctx } from '@emporium/platform/context';

/**
 * Lets either one transaction change the category tree (`exclusive`), or many assign products to it (`shared`). So two moves cannot make a
 * cycle together, and a product that is assigned while its category is renamed is published with the new name.
 */
export async function lockTree(ctx: Ctx, mode: 'exclusive' | 'shared'): Promise<void> {
  const lock = mode === 'exclusive' ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared';
  await sqlRows(ctx.em, `select ${lock}(hashtext('catalog-category-tree'))::text`);
}
