import { defineEntity, p } from '@mikro-orm/core';

/** An entry that every gateway must find in the key-value store until it expires. */
export const Revocation = defineEntity({
  name: 'Revocation',
  tableName: 'revocation',
  properties: {
    key: p.text().primary(),
    /** Second of its publication; null until then. */
    value: p.integer().nullable(),
    expiresAt: p.datetime(6),
  },
});
