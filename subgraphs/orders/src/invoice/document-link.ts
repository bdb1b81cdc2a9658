import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Ctx } from '@emporium/platform/context';

/** Long enough to click on it, too short to be worth keeping. */
const LIFETIME_SECONDS = 15 * 60;

type Clocked = Pick<Ctx, 'config' | 'now'>;

const seconds = ({ now }: Clocked) => Math.floor(now().getTime() / 1_000);

const sign = (secret: string, id: string, expires: number) =>
  createHmac('sha256', secret).update(`document:${id}:${expires}`).digest('base64url');

/**
 * Where the PDF of a document is, open to whoever has the link for 15 minutes: browsers send no
 * token with a link. Give it to those alone who may see the order.
 */
export function documentUrl(ctx: Clocked, id: string): string {
  const expires = seconds(ctx) + LIFETIME_SECONDS;
  const signature = sign(ctx.config.internalSecret, id, expires);
  return `${ctx.config.publicUrl}/documents/${id}.pdf?expires=${expires}&signature=${signature}`;
}

/** Whether expiry and signature of a link are those of the document, and it is not over. */
export function opensDocument(
  ctx: Clocked,
  id: string,
  link: { expires?: unknown; signature?: unknown },
): boolean {
  const { expires, signature } = link;
  if (typeof expires !== 'string' || typeof signature !== 'string') return false;
  if (!/^\d{1,12}$/.test(expires) || Number(expires) < seconds(ctx)) return false;
  const given = Buffer.from(signature);
  return ctx.config.internalSecrets.some((secret) => {
    const right = Buffer.from(sign(secret, id, Number(expires)));
    return right.length === given.length && timingSafeEqual(right, given);
  });
}
