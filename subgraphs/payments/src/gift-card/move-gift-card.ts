import { newId } from '@emporium/db/new-id';
import { sql, type Expression, type SqlBool } from 'kysely';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import type { GiftCardEntry } from './gift-card.entity.js';

/** What moves the money of a gift card, and who. */
type Movement = Pick<GiftCardEntry, 'giftCardId' | 'kind' | 'amount' | 'actor'> &
  Partial<Pick<GiftCardEntry, 'paymentId' | 'refundId'>>;

/**
 * Moves money of a gift card in the running transaction: balance and ledger together. One guarded
 * UPDATE, so the balance never falls below nothing, however many pay with the card at once. False,
 * and nothing done, when the card has not enough or does not meet `when`.
 */
export async function moveGiftCard(
  ctx: Ctx,
  { giftCardId, amount, ...entry }: Movement,
  when: Expression<SqlBool> = sql<SqlBool>`true`,
): Promise<boolean> {
  const moved = await query(ctx)
    .updateTable('GiftCardRow as g')
    .set((eb) => ({
      balance: eb('g.balance', '+', amount),
      entryCount: eb('g.entryCount', '+', 1),
    }))
    .where('g.id', '=', giftCardId)
    .where((eb) => eb(eb('g.balance', '+', amount), '>=', 0))
    .where(when)
    .returning(['g.balance', 'g.entryCount'])
    .executeTakeFirst();
  if (!moved) return false;
  await query(ctx)
    .insertInto('GiftCardEntry')
    .values({
      ...entry,
      id: newId('gce'),
      giftCardId,
      amount,
      seq: moved.entryCount,
      balanceAfter: moved.balance,
    })
    .execute();
  return true;
}
