import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import {
  isPasskeyChallenge,
  takePasskeyChallenge,
  type PasskeyPurpose,
} from './passkey-challenge.js';
import { authenticationResponse, readResponse } from './passkey-response.js';
import { passkeySite } from './passkey-site.js';
import { webauthn } from './webauthn.js';

type Response = z.infer<typeof authenticationResponse>;
interface StoredPasskey {
  factorId: string;
  userId: string;
  credentialId: string;
  publicKey: string;
  counter: number;
}

/**
 * Uses up what a passkey answered to a challenge; call it in the transaction of what it is for.
 * Alone (LOGIN) it must have verified its user, by a PIN or a finger, and names whose it is; else
 * it must be the given user's. Returns the user; undefined for whatever is not in order: another
 * site, purpose or session, an old or used challenge, a counter that went back.
 */
export async function takePasskey(
  ctx: Ctx,
  purpose: PasskeyPurpose,
  text: string,
  userId?: string,
): Promise<string | undefined> {
  const read = readResponse(authenticationResponse, text);
  if (!read || !isPasskeyChallenge(ctx, purpose, read.challenge)) return undefined;
  const { challenge, response } = read;
  const stored = await findPasskey(ctx, response.id);
  if (!stored || (userId !== undefined && stored.userId !== userId)) return undefined;
  const { userHandle } = response.response;
  const handle = userHandle && Buffer.from(userHandle, 'base64url').toString('utf8');
  if (purpose.for === 'LOGIN' ? handle !== stored.userId : handle && handle !== stored.userId)
    return undefined;
  const counter = await verifiedCounter(ctx, purpose, { response, challenge, stored });
  if (counter === undefined || !(await takePasskeyChallenge(ctx, challenge))) return undefined;
  const { numUpdatedRows } = await query(ctx)
    .updateTable('Passkey')
    .set({ counter })
    .where('factorId', '=', stored.factorId)
    .where('counter', '=', stored.counter)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) return undefined;
  await query(ctx)
    .updateTable('Factor')
    .set({ lastUsedAt: sql<Date>`now()` })
    .where('id', '=', stored.factorId)
    .execute();
  return stored.userId;
}

function findPasskey(ctx: Ctx, credentialId: string): Promise<StoredPasskey | undefined> {
  return query(ctx)
    .selectFrom('Passkey as p')
    .innerJoin('Factor as f', 'f.id', 'p.factorId')
    .select(['p.factorId', 'f.userId', 'p.credentialId', 'p.publicKey', 'p.counter'])
    .where('p.credentialId', '=', credentialId)
    .where('f.confirmedAt', 'is not', null)
    .executeTakeFirst();
}

/** The counter that a proper answer tells; undefined for any other. */
async function verifiedCounter(
  ctx: Ctx,
  purpose: PasskeyPurpose,
  answer: { response: Response; challenge: string; stored: StoredPasskey },
): Promise<number | undefined> {
  const { rpID, origins } = passkeySite(ctx);
  const { credentialId, publicKey, counter } = answer.stored;
  const { verifyAuthenticationResponse } = await webauthn();
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: answer.response as AuthenticationResponseJSON,
      expectedChallenge: answer.challenge,
      expectedOrigin: origins,
      expectedRPID: rpID,
      credential: {
        id: credentialId,
        publicKey: Uint8Array.from(Buffer.from(publicKey, 'base64url')),
        counter,
      },
      requireUserVerification: purpose.for === 'LOGIN',
    });
    return verified ? authenticationInfo.newCounter : undefined;
  } catch (error) {
    ctx.log.info({ err: error }, 'the answer of a passkey was not accepted');
    return undefined;
  }
}
