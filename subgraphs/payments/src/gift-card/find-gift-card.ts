import { Rejection } from '@emporium/graphql/rejection';
import { expressionBuilder, sql, type SqlBool } from 'kysely';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { giftCardHash, plainGiftCardCode } from './gift-card-code.js';
import { giftCardNotUsable } from './gift-card.errors.js';
import type { GiftCardRow } from './gift-card.entity.js';

const cards = expressionBuilder<{ g: GiftCardRow }, 'g'>();

/** Whether the gift card `g` can pay, by the database's clock. */
export const giftCardUsable = cards.and([
  cards('g.disabled', '=', false),
  cards.or([cards('g.expiresAt', 'is', null), sql<SqlBool>`${cards.ref('g.expiresAt')} > now()`]),
]);

/**
 * The gift card of a code, when it can pay. Throws a Rejection that is the same for a code that
 * never was and for a card that is disabled or over.
 */
export async function usableGiftCard(ctx: Ctx, code: string): Promise<GiftCardRow> {
  const plain = plainGiftCardCode(code);
  const card =
    plain &&
    (await query(ctx)
      .selectFrom('GiftCardRow as g')
      .selectAll('g')
      .where('g.codeHash', '=', giftCardHash(plain))
      .where(giftCardUsable)
      .executeTakeFirst());
  if (!card) throw new Rejection(giftCardNotUsable('No card with this code can be used.'));
  return card;
}
