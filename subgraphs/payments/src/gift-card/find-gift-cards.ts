import { counted } from '@emporium/graphql/counted';
import { keysetCursor, keysetPage, type KeysetOrder } from '@emporium/graphql/keyset';
import { connection, type ConnectionOf, pageRequest } from '@emporium/graphql/paging';
import { expressionBuilder } from 'kysely';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import type { GiftCardRow } from './gift-card.entity.js';
import type { GiftCardsArgs } from './gift-card.inputs.js';
import { giftCardType, type GiftCardType } from './gift-card.type.js';

const cards = expressionBuilder<{ g: GiftCardRow }, 'g'>();

const NEWEST_FIRST: KeysetOrder = {
  name: 'createdAt',
  value: cards.ref('g.createdAt'),
  id: cards.ref('g.id'),
  kind: 'instant',
  descending: true,
};

/** A page of gift cards, the newest first. Throws BAD_USER_INPUT for a bad page or cursor. */
export async function findGiftCards(
  ctx: Ctx,
  args: GiftCardsArgs,
): Promise<ConnectionOf<GiftCardType>> {
  const page = pageRequest(args, NEWEST_FIRST.name);
  const all = query(ctx).selectFrom('GiftCardRow as g');
  const rows = await keysetPage(all.selectAll('g'), NEWEST_FIRST, page).execute();
  const nodes = rows.map((row) => giftCardType(row));
  const result = connection(nodes, page, ({ id, createdAt }) =>
    keysetCursor(NEWEST_FIRST, { id, sortValue: createdAt }),
  );
  return counted(result, async () => {
    const { total } = await all
      .select((eb) => eb.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow();
    return total;
  });
}

/** Gift cards by id; null for those that do not exist. */
export async function giftCardsById(
  ctx: Ctx,
  ids: readonly string[],
): Promise<(GiftCardType | null)[]> {
  const rows = await query(ctx)
    .selectFrom('GiftCardRow')
    .selectAll()
    .where('id', 'in', ids)
    .execute();
  return ids.map((id) => {
    const row = rows.find((each) => each.id === id);
    return row ? giftCardType(row) : null;
  });
}
