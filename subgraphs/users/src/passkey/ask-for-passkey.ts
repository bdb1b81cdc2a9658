import { Rejection } from '@emporium/graphql/rejection';
import { forbidden } from '@emporium/graphql/app-errors';
import type { Ctx } from '../context.js';
import { challengeInvalid } from '../factor/factor.errors.js';
import { findChallenge } from '../session/challenge-login.js';
import { ownId } from '../user/user-visibility.js';
import { passkeysOf } from './begin-passkey.js';
import { newPasskeyChallenge, type PasskeyPurpose } from './passkey-challenge.js';
import type { PasskeyOptionsAnswer } from './passkey.payload.js';
import { passkeySite } from './passkey-site.js';
import { webauthn } from './webauthn.js';

/**
 * What the browser needs to log somebody in by a passkey alone. It names nobody: the passkey says
 * whose it is, so that nobody learns here who has an account.
 */
export function askForAnyPasskey(ctx: Ctx): Promise<PasskeyOptionsAnswer> {
  return optionsOf(ctx, { for: 'LOGIN' }, undefined);
}

/**
 * What the browser needs to complete a log-in by a passkey that waits for a second factor. Throws
 * CHALLENGE_INVALID.
 */
export async function askForMfaPasskey(
  ctx: Ctx,
  mfaChallenge: string,
): Promise<PasskeyOptionsAnswer> {
  const challenge = await findChallenge(ctx, mfaChallenge);
  if (!challenge) throw new Rejection(challengeInvalid());
  return optionsOf(ctx, { for: 'MFA', mfaChallenge }, challenge.userId);
}

/**
 * What the browser needs to prove by a passkey that the session of this request is still its
 * user's. Throws FORBIDDEN for a caller without a session.
 */
export async function askForOwnPasskey(ctx: Ctx): Promise<PasskeyOptionsAnswer> {
  const userId = ownId(ctx);
  const { sid } = ctx.principal;
  if (sid === undefined) throw forbidden();
  return optionsOf(ctx, { for: 'STEP_UP', sessionId: sid }, userId);
}

async function optionsOf(
  ctx: Ctx,
  purpose: PasskeyPurpose,
  owner: string | undefined,
): Promise<PasskeyOptionsAnswer> {
  const { generateAuthenticationOptions } = await webauthn();
  const options = await generateAuthenticationOptions({
    rpID: passkeySite(ctx).rpID,
    challenge: newPasskeyChallenge(ctx, purpose),
    userVerification: purpose.for === 'LOGIN' ? 'required' : 'preferred',
    ...(owner === undefined ? {} : { allowCredentials: await passkeysOf(ctx, owner) }),
  });
  return { options: JSON.stringify(options) };
}
