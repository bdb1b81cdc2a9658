import type { KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { z } from 'zod';

/** What a token must be besides signed with the key. */
export interface ExpectedToken {
  algorithm: 'HS256' | 'ES256' | 'RS256';
  /**
   * Header `typ`: the tokens of the shop share keys and must never pass for each other (RFC 8725,
   * 3.11).
   */
  type: string;
  audience: string;
  issuer?: string;
}

/**
 * A token without an end would be good for ever once it leaked; the library checks the end only
 * where there is one.
 */
const withEnd = z.looseObject({ exp: z.int() });

/**
 * The payload of a JWT that is perfectly in order: signature, algorithm, type, audience, issuer,
 * not before its time, not after its end. One that names critical extensions is refused, since none
 * is understood (RFC 7515, 4.1.11). Throws for every other token.
 */
export function verifiedPayload(
  token: string,
  key: KeyObject,
  { algorithm, type, audience, issuer }: ExpectedToken,
): unknown {
  const { header, payload } = jwt.verify(token, key, {
    algorithms: [algorithm],
    audience,
    complete: true,
    ...(issuer === undefined ? {} : { issuer }),
  });
  if (header.typ !== type || header.crit !== undefined)
    throw new Error('this is a token of another kind');
  return withEnd.parse(payload);
}
