import { Rejection } from '@emporium/graphql/rejection';
import { notFound, versionConflict } from '@emporium/graphql/user-errors';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import type { GiftCardRow } from './gift-card.entity.js';
import type { GiftCardDisableArgs } from './gift-card.inputs.js';

/** Closes a gift card for staff: it pays no more. What is on it stays, and refunds still reach it. */
export async function disableGiftCard(
  ctx: Ctx,
  { id, expectedVersion }: GiftCardDisableArgs,
): Promise<GiftCardRow> {
  const disabled = await query(ctx)
    .updateTable('GiftCardRow')
    .set((eb) => ({ disabled: true, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .where('version', '=', expectedVersion)
    .returningAll()
    .executeTakeFirst();
  if (disabled) return disabled;
  const now = await query(ctx)
    .selectFrom('GiftCardRow')
    .select('version')
    .where('id', '=', id)
    .executeTakeFirst();
  throw new Rejection(
    now ? versionConflict(now.version) : notFound('There is no such gift card.', ['id']),
  );
}
