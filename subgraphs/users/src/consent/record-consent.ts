import { newId } from '@emporium/db/new-id';
import { checked } from '@emporium/graphql/checked';
import { singleLine } from '@emporium/graphql/input/single-line';
import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput, notFound } from '@emporium/graphql/user-errors';
import { once } from '@emporium/platform/once';
import { z } from 'zod';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { UserStatus } from '../user/user.entity.js';
import { ownId } from '../user/user-visibility.js';
import { Consent, ConsentKind } from './consent.entity.js';

/** What consentRecord takes. */
export interface ConsentArgs {
  kind: ConsentKind;
  textVersion: string;
  isGranted: boolean;
  idempotencyKey?: string | null;
}

const inputSchema = z.object({ textVersion: singleLine('The version', 50) });

/**
 * Writes down that the caller agrees to a version of a text, or withdraws; nothing when that is the
 * newest record already. Throws a Rejection for terms that are withdrawn: the account goes with
 * them.
 */
export async function recordConsent(ctx: Ctx, args: ConsentArgs): Promise<{ consent: Consent }> {
  const userId = ownId(ctx);
  const { kind, isGranted, idempotencyKey: key } = args;
  const { textVersion } = checked(inputSchema, args);
  if (kind === ConsentKind.TERMS && !isGranted)
    throw new Rejection(
      invalidInput('Terms cannot be withdrawn: erase the account with userErase.', ['isGranted']),
    );
  const request = { kind, isGranted, textVersion };
  const { id } = await once(ctx, { operation: 'consentRecord', key, request }, () =>
    append(ctx, { userId, ...request }),
  );
  return { consent: await ctx.em.findOneOrFail(Consent, id) };
}

type NewConsent = Pick<Consent, 'userId' | 'kind' | 'isGranted' | 'textVersion'>;

async function append(ctx: Ctx, consent: NewConsent): Promise<{ id: string }> {
  const { userId, kind, isGranted, textVersion } = consent;
  // One after the other, so that "the newest" means the same to both of two calls.
  const user = await query(ctx)
    .selectFrom('User')
    .select('status')
    .where('id', '=', userId)
    .forUpdate()
    .executeTakeFirst();
  if (user?.status !== UserStatus.ACTIVE) throw new Rejection(notFound('There is no such user.'));
  const newest = await query(ctx)
    .selectFrom('Consent')
    .select(['id', 'isGranted', 'textVersion'])
    .where('userId', '=', userId)
    .where('kind', '=', kind)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (newest && newest.isGranted === isGranted && newest.textVersion === textVersion)
    return { id: newest.id };
  const id = newId('cns');
  await query(ctx)
    .insertInto('Consent')
    .values({ id, ...consent })
    .execute();
  return { id };
}
