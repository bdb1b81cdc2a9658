import { sqlRun } from '@emporium/db/sql';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import { ProductDeleted } from '../events.js';
import { changeProduct } from './change-product.js';

/**
 * Deletes a product. Its row and its variants stay, invisible, because the ledger and open reservations point at them; SKU and slug are
 * free again. The event tells the product as it was last. Throws a Refusal when it is missing or at another version.
 */
export async function deleteProduct(ctx: Ctx, productId: string, expectedVersion?: number | null): Promise<void> {
  await inTransaction(ctx, async () => {
    await changeProduct(ctx, productId, { expectedVersion }, async () => undefined, ProductDeleted);
    await sqlRun(ctx.em, `update catalog.product set deleted_at = now() where id = ?`, [productId]);
    await sqlRun(ctx.em, `update catalog.product_variant set deleted_at = now() where product_id = ? and deleted_at is null`, [productId]);
    await sqlRun(ctx.em, `delete from catalog.product_category where product_id = ?`, [productId]);
    await sqlRun(ctx.em, `delete from catalog.product_image where product_id = ?`, [productId]);
  });
}
