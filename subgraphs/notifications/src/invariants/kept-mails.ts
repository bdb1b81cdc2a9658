import type { InvariantCheck } from '@emporium/platform/define-subgraph';
import type { NotificationServices } from '../context.js';
import { query } from '../tables.js';

const MAX_LISTED = 20;

/**
 * Mails that this shop keeps belong to somebody: erasing a person takes the rows away, so a mail
 * without a row is one of an erased person.
 */
export const keptMails: InvariantCheck<NotificationServices> = {
  id: 'I15',
  title: 'no mail of an erased user is kept',
  run: async (ctx) => {
    const kept = await ctx.services.mailer.kept();
    if (kept.length === 0) return [];
    const known = new Set(
      (await query(ctx).selectFrom('Mail').select('id').execute()).map(({ id }) => id),
    );
    return kept
      .filter((id) => !known.has(id))
      .slice(0, MAX_LISTED)
      .map((id) => `mail ${id} is kept although its reader is gone; delete the file`);
  },
};
