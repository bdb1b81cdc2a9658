import { defineEntity, p } from '@mikro-orm/core';

/** A challenge that a passkey has answered: it works once. */
export const UsedPasskeyChallenge = defineEntity({
  name: 'UsedPasskeyChallenge',
  tableName: 'used_passkey_challenge',
  properties: {
    challengeHash: p.text().primary(),
    expiresAt: p.datetime(6),
  },
});
