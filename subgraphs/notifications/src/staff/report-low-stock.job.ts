import { newId } from '@emporium/db/new-id';
import type { Job } from '@emporium/platform/define-subgraph';
import { inTransaction } from '@emporium/platform/in-transaction';
import { settingsOf } from '@emporium/platform/config/settings';
import { notificationsConfig } from '../config.js';
import type { NotificationServices } from '../context.js';
import { queueStaffMails } from '../mail/queue-mail.js';
import { query } from '../tables.js';

/**
 * Tells staff of the variants that fell since the last report, in one mail to each address: a sale
 * or an import lets many fall at once. Without anybody to tell they wait for the first address.
 */
export const reportLowStock: Job<NotificationServices> = {
  name: 'report-low-stock',
  everyMs: 5 * 60_000,
  run: async (ctx) => {
    if (settingsOf(ctx.config, notificationsConfig).MAIL_STAFF.length === 0) return;
    const reportId = newId('lsr');
    await inTransaction(ctx, async () => {
      const { numUpdatedRows } = await query(ctx)
        .updateTable('LowStock')
        .set({ reportId })
        .where('variantId', 'in', (db) =>
          db
            .selectFrom('LowStock')
            .select('variantId')
            .where('isLow', '=', true)
            .where('reportId', 'is', null)
            // Those of another replica are in its report.
            .forUpdate()
            .skipLocked(),
        )
        .executeTakeFirstOrThrow();
      if (numUpdatedRows === 0n) return;
      await queueStaffMails(ctx, { cause: reportId, template: 'low-stock', reportId });
    });
  },
};
