import { newId } from '@emporium/db/new-id';
import { checked } from '@emporium/graphql/checked';
import { Rejection } from '@emporium/graphql/rejection';
import { inTransaction } from '@emporium/platform/in-transaction';
import type { RegistrationResponseJSON, WebAuthnCredential } from '@simplewebauthn/server';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Ctx } from '../context.js';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import { assertRoomForFactor, factorName } from '../factor/begin-totp.js';
import { FactorKind } from '../factor/factor.entity.js';
import { challengeInvalid, factorInvalid } from '../factor/factor.errors.js';
import type { FactorAnswer } from '../factor/factor.payload.js';
import { finishEnrolment } from '../factor/finish-enrolment.js';
import { requireFresh } from '../session/require-fresh.js';
import { query } from '../tables.js';
import { ownId } from '../user/user-visibility.js';
import { isPasskeyChallenge, takePasskeyChallenge } from './passkey-challenge.js';
import { readResponse, registrationResponse } from './passkey-response.js';
import { passkeySite } from './passkey-site.js';
import { webauthn } from './webauthn.js';

const inputSchema = z.object({ name: factorName.nullish() });

/**
 * Completes the enrolment of a passkey by what the browser made. Throws CHALLENGE_INVALID when it
 * answers no challenge of this session, or one that is too old or used; FACTOR_INVALID for what is
 * no passkey of this shop.
 */
export async function confirmPasskey(
  ctx: Ctx,
  input: { passkey: string; name?: string | null },
): Promise<FactorAnswer> {
  const userId = ownId(ctx);
  const { name } = checked(inputSchema, { name: input.name });
  await requireFresh(ctx);
  const read = readResponse(registrationResponse, input.passkey);
  if (!read) throw new Rejection(factorInvalid(['passkey']));
  const purpose = { for: 'ENROL' as const, sessionId: ctx.principal.sid ?? '' };
  const { challenge, response } = read;
  if (!isPasskeyChallenge(ctx, purpose, challenge))
    throw new Rejection(challengeInvalid(['passkey']));
  const credential = await verified(ctx, response, challenge);
  if (!credential) throw new Rejection(factorInvalid(['passkey']));
  return inTransaction(ctx, async () => {
    await assertRoomForFactor(ctx, userId);
    if (!(await takePasskeyChallenge(ctx, challenge)))
      throw new Rejection(challengeInvalid(['passkey']));
    const factorId = newId('fac');
    await query(ctx)
      .insertInto('Factor')
      .values({
        id: factorId,
        userId,
        kind: FactorKind.PASSKEY,
        name: name ?? 'Passkey',
        confirmedAt: sql<Date>`now()`,
      })
      .execute();
    const stored = await query(ctx)
      .insertInto('Passkey')
      .values({
        factorId,
        credentialId: credential.id,
        publicKey: Buffer.from(credential.publicKey).toString('base64url'),
        counter: credential.counter,
        transports: response.response.transports ?? [],
      })
      .onConflict((conflict) => conflict.column('credentialId').doNothing())
      .executeTakeFirstOrThrow();
    // Rolls back. Whose it is, is nobody's business.
    if (stored.numInsertedOrUpdatedRows === 0n) throw new Rejection(factorInvalid(['passkey']));
    const detail = { factorId, kind: FactorKind.PASSKEY };
    await recordSecurityEvent(ctx, { type: 'FACTOR_ADDED', userId, detail });
    return finishEnrolment(ctx, userId, factorId);
  });
}

async function verified(
  ctx: Ctx,
  response: z.infer<typeof registrationResponse>,
  expectedChallenge: string,
): Promise<WebAuthnCredential | undefined> {
  const { rpID, origins } = passkeySite(ctx);
  const { verifyRegistrationResponse } = await webauthn();
  try {
    const { registrationInfo } = await verifyRegistrationResponse({
      response: response as RegistrationResponseJSON,
      expectedChallenge,
      expectedOrigin: origins,
      expectedRPID: rpID,
      requireUserVerification: false,
    });
    return registrationInfo?.credential;
  } catch (error) {
    ctx.log.info({ err: error }, 'a passkey was not accepted');
    return undefined;
  }
}
