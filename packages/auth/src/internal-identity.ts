import { randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import type { Principal } from './principal.js';

/** Header that carries the signed identity between gateway and subgraphs. */
export const IDENTITY_HEADER = 'x-identity';
const TYP = 'identity+jwt';
const LIFETIME_SECONDS = 60;

const principalFields = {
  kind: z.enum(['anonymous', 'user', 'service']),
  sub: z.string().optional(),
  sid: z.string().optional(),
  role: z.string().optional(),
  permissions: z.array(z.string()).default([]),
  guest: z.object({ orderId: z.string() }).optional(),
};
const claimsSchema = z.object({
  iss: z.string(),
  aud: z.string(),
  requestId: z.string(),
  ...principalFields,
  onBehalf: z.object(principalFields).optional(),
});

/** What a verified internal identity says. */
export interface InternalIdentity {
  issuer: string;
  requestId: string;
  principal: Principal;
}

/** Signs the identity for one subgraph: JWS HS256, valid 60 seconds (contract.md, Identity). */
export function signIdentity(identity: InternalIdentity, audience: string, secret: string): string {
  const { sub, ...principal } = identity.principal;
  return jwt.sign({ ...principal, requestId: identity.requestId, jti: randomUUID() }, secret, {
    algorithm: 'HS256',
    issuer: identity.issuer,
    audience,
    expiresIn: LIFETIME_SECONDS,
    ...(sub === undefined ? {} : { subject: sub }),
    header: { alg: 'HS256', typ: TYP },
  });
}

/** Verifies an internal identity. Returns undefined when it is missing, forged, expired or meant for somebody else. */
export function verifyIdentity(token: string | undefined, audience: string, secret: string): InternalIdentity | undefined {
  if (!token) return undefined;
  try {
    const decoded = jwt.verify(token, secret, { algorithms: ['HS256'], audience, complete: true });
    if (decoded.header.typ !== TYP) return undefined;
    const { iss, requestId, aud: _aud, ...principal } = claimsSchema.parse(decoded.payload);
    return { issuer: iss, requestId, principal };
  } catch {
    return undefined;
  }
}
