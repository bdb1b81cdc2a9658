import { inTransaction } from '@emporium/platform/in-transaction';
import type { Ctx } from '../context.js';
import { assertRoomForFactor } from '../factor/begin-totp.js';
import { requireFresh } from '../session/require-fresh.js';
import { query } from '../tables.js';
import { findUser } from '../user/find-users.js';
import { ownId } from '../user/user-visibility.js';
import type { PasskeyOptionsAnswer } from './passkey.payload.js';
import { newPasskeyChallenge } from './passkey-challenge.js';
import { passkeySite } from './passkey-site.js';
import { webauthn } from './webauthn.js';

/** Starts the enrolment of a passkey: what the browser needs to make one. */
export async function beginPasskey(ctx: Ctx): Promise<PasskeyOptionsAnswer> {
  const userId = ownId(ctx);
  await requireFresh(ctx);
  await inTransaction(ctx, () => assertRoomForFactor(ctx, userId));
  const user = await findUser(ctx, userId);
  const present = await passkeysOf(ctx, userId);
  const { generateRegistrationOptions } = await webauthn();
  const options = await generateRegistrationOptions({
    rpName: ctx.config.shopName,
    rpID: passkeySite(ctx).rpID,
    userName: user?.email ?? userId,
    userDisplayName: user?.displayName ?? '',
    // Says whose a passkey is when somebody logs in by it alone.
    userID: new TextEncoder().encode(userId),
    challenge: newPasskeyChallenge(ctx, { for: 'ENROL', sessionId: ctx.principal.sid ?? '' }),
    excludeCredentials: present,
    attestationType: 'none',
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  });
  return { options: JSON.stringify(options) };
}

/** The passkeys of a user, as browsers want to hear of them. */
export async function passkeysOf(
  ctx: Ctx,
  userId: string,
): Promise<{ id: string; transports: string[] }[]> {
  return query(ctx)
    .selectFrom('Passkey as p')
    .innerJoin('Factor as f', 'f.id', 'p.factorId')
    .select(['p.credentialId as id', 'p.transports'])
    .where('f.userId', '=', userId)
    .where('f.confirmedAt', 'is not', null)
    .orderBy('f.id')
    .execute();
}
