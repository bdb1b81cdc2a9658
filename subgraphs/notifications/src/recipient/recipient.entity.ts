import { defineEntity, p } from '@mikro-orm/core';

/** A user as notifications knows them: that they are there, at which version, or a tombstone. */
export const Recipient = defineEntity({
  name: 'Recipient',
  tableName: 'recipient',
  properties: {
    userId: p.text().primary(),
    version: p.integer(),
    erased: p.boolean().default(false),
  },
});
