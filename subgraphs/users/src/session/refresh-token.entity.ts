import { defineEntity, p } from '@mikro-orm/core';

/** A refresh token; used ones stay until they expire: seeing one again means that it was stolen. */
export const RefreshToken = defineEntity({
  name: 'RefreshToken',
  tableName: 'refresh_token',
  properties: {
    tokenHash: p.text().primary(),
    sessionId: p.text(),
    createdAt: p.datetime(6).defaultRaw('now()'),
    expiresAt: p.datetime(6),
    usedAt: p.datetime(6).nullable(),
  },
});
