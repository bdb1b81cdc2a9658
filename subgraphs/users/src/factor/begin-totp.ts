import { newId } from '@emporium/db/new-id';
import { checked } from '@emporium/graphql/checked';
import { singleLine } from '@emporium/graphql/input/single-line';
import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';
import { inTransaction } from '@emporium/platform/in-transaction';
import { toDataURL } from 'qrcode';
import { z } from 'zod';
import type { Ctx } from '../context.js';
import { requireFresh } from '../session/require-fresh.js';
import { query } from '../tables.js';
import { findUser } from '../user/find-users.js';
import { ownId } from '../user/user-visibility.js';
import { FactorKind } from './factor.entity.js';
import type { TotpEnrolmentAnswer } from './factor.payload.js';
import { sealSecret } from './factor-secret.js';
import { MAX_FACTORS } from './list-factors.js';
import { newTotpSecret, totpUri } from './totp-code.js';

/** What a factor may be called. */
export const factorName = singleLine('The name', 60);
const inputSchema = z.object({ name: factorName.nullish() });

/**
 * Starts the enrolment of an authenticator app. It counts for nothing until confirmTotp; starting
 * again takes the place of an enrolment that was not confirmed.
 */
export async function beginTotp(
  ctx: Ctx,
  input: { name?: string | null },
): Promise<TotpEnrolmentAnswer> {
  const userId = ownId(ctx);
  const { name } = checked(inputSchema, input);
  await requireFresh(ctx);
  const id = newId('fac');
  const secret = newTotpSecret();
  await inTransaction(ctx, async () => {
    await assertRoomForFactor(ctx, userId);
    await query(ctx)
      .deleteFrom('Factor')
      .where('userId', '=', userId)
      .where('kind', '=', FactorKind.TOTP)
      .where('confirmedAt', 'is', null)
      .execute();
    await query(ctx)
      .insertInto('Factor')
      .values({ id, userId, kind: FactorKind.TOTP, name: name ?? 'Authenticator app' })
      .execute();
    await query(ctx)
      .insertInto('Totp')
      .values({ factorId: id, secret: sealSecret(ctx, id, secret) })
      .execute();
  });
  const account = (await findUser(ctx, userId))?.email ?? userId;
  const uri = totpUri(secret, ctx.config.shopName, account);
  return { enrolment: { factorId: id, secret, uri, qrCode: await toDataURL(uri) } };
}

/**
 * Locks the account for a change of its factors, and refuses one more than it may have. Call it
 * first in a transaction.
 */
export async function assertRoomForFactor(ctx: Ctx, userId: string): Promise<void> {
  await query(ctx).selectFrom('User').select('id').where('id', '=', userId).forUpdate().execute();
  const { count } = await query(ctx)
    .selectFrom('Factor')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('userId', '=', userId)
    .where('confirmedAt', 'is not', null)
    .executeTakeFirstOrThrow();
  if (Number(count) >= MAX_FACTORS)
    throw new Rejection(
      invalidInput(`An account has at most ${MAX_FACTORS} second factors: remove one first.`),
    );
}
