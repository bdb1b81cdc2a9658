import { createHash, createHmac } from 'node:crypto';
import type { Ctx } from '../context.js';

const SHAPE = /^[\w-]{43}$/;

/**
 * The token of a link: derived from its id, so that a mail that is sent again is the same mail, and
 * no table, event or log holds it.
 */
export function newestTokenOf({ config }: Pick<Ctx, 'config'>, linkId: string): string {
  return tokenOf(config.internalSecret, linkId);
}

/**
 * The token of a stored link, also of one made before INTERNAL_SECRET changed; undefined when that
 * secret is gone.
 */
export function storedTokenOf(
  { config }: Pick<Ctx, 'config'>,
  link: { id: string; tokenHash: string },
): string | undefined {
  return config.internalSecrets
    .map((secret) => tokenOf(secret, link.id))
    .find((token) => linkTokenHash(token) === link.tokenHash);
}

/** What is stored of a token: 256 bits that nobody guesses need no salt and no slow hash. */
export function linkTokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Whether a text can be a token at all; anything else is not worth a look. */
export function isLinkToken(text: string): boolean {
  return SHAPE.test(text);
}

function tokenOf(secret: string, linkId: string): string {
  return createHmac('sha256', secret).update(`account-link:${linkId}`).digest('base64url');
}
