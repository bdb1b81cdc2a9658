import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a link opens, and until when: seconds since 1970. */
export interface LinkTarget {
  /** Keeps links of different routes apart. */
  purpose: string;
  id: string;
  expires: number;
}

const signatureOf = (secret: string, { purpose, id, expires }: LinkTarget) =>
  createHmac('sha256', secret).update(`${purpose}:${id}:${expires}`).digest('base64url');

/** The query of a link that opens something without a log-in until it expires. */
export function signedQuery(secret: string, target: LinkTarget): string {
  return `expires=${target.expires}&signature=${signatureOf(secret, target)}`;
}

/** Whether expiry and signature of a link are those of its target, by any of the secrets, and it is not over. */
export function isSigned(
  secrets: readonly string[],
  { purpose, id, now }: { purpose: string; id: string; now: Date },
  link: { expires?: unknown; signature?: unknown },
): boolean {
  const { expires, signature } = link;
  if (typeof expires !== 'string' || typeof signature !== 'string') return false;
  if (!/^\d{1,12}$/.test(expires) || Number(expires) < secondsOf(now)) return false;
  const given = Buffer.from(signature);
  return secrets.some((secret) => {
    const right = Buffer.from(signatureOf(secret, { purpose, id, expires: Number(expires) }));
    return right.length === given.length && timingSafeEqual(right, given);
  });
}

/** An instant as links carry it. */
export function secondsOf(instant: Date): number {
  return Math.floor(instant.getTime() / 1_000);
}
