import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { loadPreferences } from './find-preferences.js';
import type { MailPurpose } from './mail-purpose.js';
import { unsubscriptionHash } from './unsubscription-hash.js';

/**
 * Whether a user wants mails of a purpose at an address: it was chosen, and later than the address
 * was unsubscribed, if ever.
 */
export async function isMailWanted(
  ctx: Ctx,
  { purpose, address, userId }: { purpose: MailPurpose; address: string; userId: string },
): Promise<boolean> {
  const since = (await loadPreferences(ctx, userId)).wanted[purpose];
  if (since === undefined) return false;
  const ended = await query(ctx)
    .selectFrom('MailUnsubscription')
    .select('purpose')
    .where('addressHash', '=', unsubscriptionHash(address))
    .where('purpose', '=', purpose)
    .where('unsubscribedAt', '>=', new Date(since))
    .executeTakeFirst();
  return ended === undefined;
}
