import { defineEntity, p } from '@mikro-orm/core';

/**
 * What opens an API key or a service account: the hash alone, until it ends or a newer secret has
 * taken over.
 */
export const MachineSecret = defineEntity({
  name: 'MachineSecret',
  tableName: 'machine_secret',
  properties: {
    id: p.text().primary(),
    /** Of these two one is set. */
    apiKeyId: p.text().nullable(),
    serviceAccountId: p.text().nullable(),
    secretHash: p.text(),
    createdAt: p.datetime(6).defaultRaw('now()'),
    expiresAt: p.datetime(6),
  },
});
