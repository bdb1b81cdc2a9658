import { newId } from '@emporium/db/new-id';
import { checked } from '@emporium/graphql/checked';
import { idempotencyKey } from '@emporium/graphql/input/idempotency-key';
import { severalLines } from '@emporium/graphql/input/single-line';
import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';
import { once } from '@emporium/platform/once';
import { z } from 'zod';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { giftCardHash, newGiftCardCode, plainGiftCardCode } from './gift-card-code.js';
import type { GiftCardRow } from './gift-card.entity.js';
import type { GiftCardIssueArgs } from './gift-card.inputs.js';
import { moveGiftCard } from './move-gift-card.js';

/** More than any shop gives away on one card; a typing error costs at most this. */
const MOST = 100_000_000;

const argsSchema = z.object({
  input: z.object({
    amount: z.object({
      minor: z
        .number()
        .int()
        .positive('A gift card starts at 1 minor unit.')
        .max(MOST, `A gift card holds at most ${MOST} minor units.`),
      currency: z.string(),
    }),
    expiresAt: z.date().nullish(),
    note: severalLines('The note', 500)
      .transform((text) => text.trim())
      .nullish(),
  }),
  idempotencyKey,
});

/**
 * Issues a gift card for staff, once per key. The code is told to the call that made the card and
 * kept nowhere: a repeat gets the card without it, and who lost the answer disables the card.
 */
export async function issueGiftCard(
  ctx: Ctx,
  args: GiftCardIssueArgs,
): Promise<{ card: GiftCardRow; code: string | null }> {
  const { input, idempotencyKey: key } = checked(argsSchema, args);
  const { amount, expiresAt, note } = input;
  if (amount.currency !== ctx.config.shopCurrency)
    throw new Rejection(
      invalidInput(`The shop's currency is ${ctx.config.shopCurrency}.`, [
        'input',
        'amount',
        'currency',
      ]),
    );
  if (expiresAt && expiresAt <= ctx.now())
    throw new Rejection(invalidInput('This moment is over.', ['input', 'expiresAt']));
  const request = { ...input, expiresAt: expiresAt?.toISOString() ?? null };
  let code: string | null = null;
  const { id } = await once(ctx, { operation: 'giftCardIssue', key, request }, async () => {
    code = newGiftCardCode();
    const plain = plainGiftCardCode(code)!;
    const giftCardId = newId('gft');
    const actor = ctx.principal.sub ?? 'system';
    await query(ctx)
      .insertInto('GiftCardRow')
      .values({
        id: giftCardId,
        codeHash: giftCardHash(plain),
        last4: plain.slice(-4),
        initialAmount: amount.minor,
        balance: 0,
        currency: amount.currency,
        expiresAt: expiresAt ?? null,
        note: note ?? null,
        createdBy: actor,
      })
      .execute();
    await moveGiftCard(ctx, { giftCardId, kind: 'ISSUED', amount: amount.minor, actor });
    return { id: giftCardId };
  });
  const card = await query(ctx)
    .selectFrom('GiftCardRow')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return { card, code };
}
