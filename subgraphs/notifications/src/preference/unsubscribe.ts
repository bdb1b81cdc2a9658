import type { Ctx } from '../context.js';
import { unlessErased } from '../recipient/unless-erased.js';
import { query } from '../tables.js';
import { loadPreferences } from './find-preferences.js';
import { storePreferences } from './store-preferences.js';
import type { Unsubscription } from './unsubscribe-token.js';

/**
 * Ends mails of a purpose to an address, and to its user whatever the address is later. Harmless to
 * repeat; what was wanted again meanwhile ends, too, since somebody has clicked again.
 */
export async function unsubscribe(
  ctx: Ctx,
  { purpose, addressHash, userId }: Unsubscription,
): Promise<void> {
  const unsubscribedAt = ctx.now();
  await query(ctx)
    .insertInto('MailUnsubscription')
    .values({ addressHash, purpose, unsubscribedAt })
    .onConflict((conflict) =>
      conflict.columns(['addressHash', 'purpose']).doUpdateSet({ unsubscribedAt }),
    )
    .execute();
  if (userId === null) return;
  await unlessErased(ctx, userId, async () => {
    // Whoever changes them in this moment has them stored before or after.
    for (let isStored = false; !isStored;) {
      const read = await loadPreferences(ctx, userId);
      if (!read.wanted[purpose]) return;
      const { [purpose]: _ended, ...wanted } = read.wanted;
      isStored = await storePreferences(ctx, read, wanted);
    }
  });
}
