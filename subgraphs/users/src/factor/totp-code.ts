import { generateSecret, generateURI, verifySync } from 'otplib';

/** Seconds for which an authenticator app shows one code. */
const STEP_SECONDS = 30;
const SHAPE = /^\d{6}$/;

/** A new secret for an authenticator app: 160 bits in base32. */
export function newTotpSecret(): string {
  return generateSecret();
}

/** The address that authenticator apps read, as text or from a QR code. */
export function totpUri(secret: string, shop: string, account: string): string {
  return generateURI({ issuer: shop, label: account, secret });
}

/** Whether a text (without spaces) can be a code of an authenticator app. */
export function isTotpCode(text: string): boolean {
  return SHAPE.test(text);
}

/**
 * The step of time that a code belongs to: the present one or, for clocks that differ, the one
 * before or after. Undefined when it is none of their codes.
 */
export function totpStepOf(secret: string, code: string, now: Date): number | undefined {
  if (!isTotpCode(code)) return undefined;
  const epoch = Math.floor(now.getTime() / 1_000);
  const found = verifySync({ secret, token: code, epoch, epochTolerance: STEP_SECONDS });
  if (!found.valid) return undefined;
  return Math.floor(epoch / STEP_SECONDS) + found.delta;
}
