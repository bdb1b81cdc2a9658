import { createHmac, timingSafeEqual } from 'node:crypto';

const VALID_SECONDS = 300;

/**
 * Whether `header` (`t=<unix>,v1=<hex>`) signs exactly these bytes with the secret and is at most 5
 * minutes old or early.
 */
export function isSigned(
  header: string | undefined,
  rawBody: Buffer,
  secret: string,
  now: Date,
): boolean {
  const parts = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header ?? '');
  if (!parts) return false;
  const [, time, signature] = parts as unknown as [string, string, string];
  const wanted = createHmac('sha256', secret).update(`${time}.`).update(rawBody).digest();
  const fresh = Math.abs(now.getTime() / 1000 - Number(time)) <= VALID_SECONDS;
  return timingSafeEqual(wanted, Buffer.from(signature, 'hex')) && fresh;
}
