import { defineEntity, p } from '@mikro-orm/core';

/** Name and address of a user for mails, as users answered last; an erased user leaves a tombstone without either. */
export const Recipient = defineEntity({
  name: 'Recipient',
  tableName: 'recipient',
  properties: {
    userId: p.text().primary(),
    email: p.text().nullable(),
    displayName: p.text().nullable(),
    version: p.integer(),
    erased: p.boolean().default(false),
  },
});
