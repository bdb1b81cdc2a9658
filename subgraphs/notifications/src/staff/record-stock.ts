import type { StockData } from '@emporium/catalog-events';
import type { Envelope } from '@emporium/bus/envelope';
import { settingsOf } from '@emporium/platform/config/settings';
import { notificationsConfig } from '../config.js';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';

/**
 * Keeps which variants are low. Only those that ever were have a row, so that most sales write
 * nothing. What was reported is reported again only after it rose.
 */
export async function recordStock(
  ctx: Ctx,
  { data: { variantId, available, version }, time }: Envelope<StockData>,
): Promise<void> {
  const { LOW_STOCK_AT: limit } = settingsOf(ctx.config, notificationsConfig);
  if (limit === 0 || available > limit) {
    await query(ctx)
      .updateTable('LowStock')
      .set({ available, version, isLow: false, reportId: null })
      .where('variantId', '=', variantId)
      .where('version', '<', version)
      .execute();
    return;
  }
  const fellAt = new Date(time);
  await query(ctx)
    .insertInto('LowStock')
    .values({ variantId, available, version, isLow: true, fellAt, reportId: null })
    .onConflict((conflict) =>
      conflict
        .column('variantId')
        .doUpdateSet((eb) => ({
          available,
          version,
          isLow: true,
          fellAt: eb
            .case()
            .when('LowStock.isLow', '=', true)
            .then(eb.ref('LowStock.fellAt'))
            .else(fellAt)
            .end(),
        }))
        .where('LowStock.version', '<', version),
    )
    .execute();
}
