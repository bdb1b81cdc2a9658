import { isSigned, secondsOf, signedQuery } from '@emporium/auth/signed-link';
import type { Ctx } from '@emporium/platform/context';

/** Long enough to click on it, too short to be worth keeping. */
const LIFETIME_SECONDS = 15 * 60;
const PURPOSE = 'document';

type Clocked = Pick<Ctx, 'config' | 'now'>;

/**
 * Where the PDF of a document is, open to whoever has the link for 15 minutes: browsers send no
 * token with a link. Give it to those alone who may see the order.
 */
export function documentUrl(ctx: Clocked, id: string): string {
  const expires = secondsOf(ctx.now()) + LIFETIME_SECONDS;
  const signed = signedQuery(ctx.config.internalSecret, { purpose: PURPOSE, id, expires });
  return `${ctx.config.publicUrl}/documents/${id}.pdf?${signed}`;
}

/** Whether expiry and signature of a link are those of the document, and it is not over. */
export function opensDocument(
  ctx: Clocked,
  id: string,
  link: { expires?: unknown; signature?: unknown },
): boolean {
  return isSigned(ctx.config.internalSecrets, { purpose: PURPOSE, id, now: ctx.now() }, link);
}
