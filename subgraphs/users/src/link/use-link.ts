import { Rejection } from '@emporium/graphql/rejection';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { UserStatus } from '../user/user.entity.js';
import { tokenInvalid } from '../user/user.errors.js';
import type { LinkPurpose } from './account-link.entity.js';
import { isLinkToken, linkTokenHash } from './link-token.js';

/** Somebody who proved, by a link, to read the mails of an address. */
export interface LinkHolder {
  linkId: string;
  userId: string;
  /** Where the link was sent. */
  address: string;
  createdAt: Date;
  /** The account as it is, locked. */
  user: { email: string | null; emailVerified: boolean };
}

/**
 * Finds what a token opens, and changes nothing: for a look before costly work. Throws
 * TOKEN_INVALID with what to do.
 */
export async function findLink(ctx: Ctx, token: string, purpose: LinkPurpose) {
  const link = isLinkToken(token)
    ? await query(ctx)
        .selectFrom('AccountLink')
        .select((eb) => [
          'id',
          'userId',
          'address',
          'createdAt',
          'usedAt',
          eb('expiresAt', '<=', sql<Date>`now()`).as('isExpired'),
        ])
        .where('tokenHash', '=', linkTokenHash(token))
        .where('purpose', '=', purpose)
        .executeTakeFirst()
    : undefined;
  if (!link || link.userId === null || link.address === null)
    throw new Rejection(tokenInvalid('UNKNOWN'));
  if (link.usedAt) throw new Rejection(tokenInvalid('USED'));
  if (link.isExpired) throw new Rejection(tokenInvalid('EXPIRED'));
  return { ...link, userId: link.userId, address: link.address };
}

/**
 * Uses a link up and locks its account; call it first in a transaction. Of several uses at once one
 * succeeds. Throws TOKEN_INVALID with what to do: for a link that is unknown, replaced by a newer
 * one, used, too old, of a user who may not log in, or sent to an address that is not the account's
 * any more (which is what a link that undoes a change is for).
 */
export async function takeLink(ctx: Ctx, token: string, purpose: LinkPurpose): Promise<LinkHolder> {
  const link = await findLink(ctx, token, purpose);
  const user = await query(ctx)
    .selectFrom('User')
    .select(['email', 'emailVerified', 'status'])
    .where('id', '=', link.userId)
    .forUpdate()
    .executeTakeFirst();
  if (user?.status !== UserStatus.ACTIVE) throw new Rejection(tokenInvalid('UNKNOWN'));
  if (purpose !== 'UNDO_EMAIL_CHANGE' && user.email !== link.address)
    throw new Rejection(tokenInvalid('OTHER_ADDRESS'));
  const { numUpdatedRows } = await query(ctx)
    .updateTable('AccountLink')
    .set({ usedAt: sql<Date>`now()` })
    .where('id', '=', link.id)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', sql<Date>`now()`)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) throw new Rejection(tokenInvalid('USED'));
  const { email, emailVerified } = user;
  const { id: linkId, userId, address, createdAt } = link;
  return { linkId, userId, address, createdAt, user: { email, emailVerified } };
}
