import { defineEntity, p } from '@mikro-orm/core';

/** A user's password; a table of its own, so that no entity which GraphQL shows holds a secret. */
export const Credential = defineEntity({
  name: 'Credential',
  tableName: 'credential',
  properties: {
    userId: p.text().primary(),
    /** PHC string. */
    passwordHash: p.text(),
    changedAt: p.datetime(6).defaultRaw('now()'),
  },
});
