import { defineEntity, p } from '@mikro-orm/core';

/** A log-in whose password was right and which waits for a second factor. */
export const LoginChallenge = defineEntity({
  name: 'LoginChallenge',
  tableName: 'login_challenge',
  properties: {
    id: p.text().primary(),
    userId: p.text(),
    tokenHash: p.text(),
    /** A hash of the stored password hash: another password since then voids the challenge. */
    credentialHash: p.text(),
    attempts: p.integer().default(0),
    createdAt: p.datetime(6).defaultRaw('now()'),
    expiresAt: p.datetime(6),
    usedAt: p.datetime(6).nullable(),
  },
});
