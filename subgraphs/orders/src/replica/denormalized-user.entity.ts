import { defineEntity, p } from '@mikro-orm/core';

/**
 * Name and address of a user as users answered last; an erased user leaves a tombstone without
 * either.
 */
export const DenormalizedUser = defineEntity({
  name: 'DenormalizedUser',
  tableName: 'denormalized_users',
  properties: {
    id: p.text().primary(),
    version: p.integer(),
    deleted: p.boolean().default(false),
    email: p.text().nullable(),
    name: p.text().nullable(),
  },
});
