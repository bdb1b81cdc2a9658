import type { Ctx } from '../context.js';
import type { PasskeyPurpose } from '../passkey/passkey-challenge.js';
import { takePasskey } from '../passkey/take-passkey.js';
import { ProofMethod } from './factor.errors.js';
import { takeCode } from './take-code.js';

/** What proves a second factor: one of them. */
export interface FactorProof {
  /** Of an authenticator app, or a recovery code. */
  code?: string | null;
  /** What a passkey answered, as JSON. */
  passkey?: string | null;
}

/**
 * Uses up a proof of one of the user's factors; call it in the transaction of what it is for.
 * Returns by what it was proved, undefined when it was not.
 */
export async function takeProof(
  ctx: Ctx,
  userId: string,
  { code, passkey }: FactorProof,
  purpose: PasskeyPurpose,
): Promise<ProofMethod | undefined> {
  if (code != null) return takeCode(ctx, userId, code);
  if (passkey == null) return undefined;
  const taken = await takePasskey(ctx, purpose, passkey, userId);
  return taken === undefined ? undefined : ProofMethod.PASSKEY;
}
