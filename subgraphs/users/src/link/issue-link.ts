import { newId } from '@emporium/db/new-id';
import { UserMailRequested } from '@emporium/users-events';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import type { LinkPurpose } from './account-link.entity.js';
import { linkTokenHash, newestTokenOf } from './link-token.js';

/** How long a link opens, as an interval of the database, whose clock decides. */
export const LINK_LIFE: Record<LinkPurpose, string> = {
  VERIFY_EMAIL: '3 days',
  RESET_PASSWORD: '30 minutes',
  UNDO_EMAIL_CHANGE: '7 days',
  FACTORS_CHANGED: '7 days',
};

/**
 * Makes a link and asks for its mail; call it in a transaction. It takes the place of an unused one
 * for the same purpose. Without a recipient it does the same work, and no mail follows.
 */
export async function issueLink(
  ctx: Ctx,
  purpose: LinkPurpose,
  recipient: { userId: string; address: string } | undefined,
): Promise<void> {
  const id = newId('lnk');
  const userId = recipient?.userId ?? null;
  await query(ctx)
    .insertInto('AccountLink')
    .values({
      id,
      userId,
      purpose,
      address: recipient?.address ?? null,
      tokenHash: linkTokenHash(newestTokenOf(ctx, id)),
      expiresAt: sql<Date>`now() + ${LINK_LIFE[purpose]}::interval`,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['userId', 'purpose'])
        // Written out: the index is found by these words.
        .where(sql<boolean>`used_at is null and purpose <> 'UNDO_EMAIL_CHANGE'`)
        .doUpdateSet((eb) => ({
          id: eb.ref('excluded.id'),
          address: eb.ref('excluded.address'),
          tokenHash: eb.ref('excluded.tokenHash'),
          createdAt: sql<Date>`now()`,
          expiresAt: eb.ref('excluded.expiresAt'),
        })),
    )
    .execute();
  ctx.emit(UserMailRequested, {
    key: id,
    version: 1,
    data: { requestId: id, userId, kind: purpose },
  });
}
