import { defineEntity, p } from '@mikro-orm/core';

/** What opens an API key: the hash alone, until the key ends or a newer secret has taken over. */
export const MachineSecret = defineEntity({
  name: 'MachineSecret',
  tableName: 'machine_secret',
  properties: {
    id: p.text().primary(),
    apiKeyId: p.text(),
    secretHash: p.text(),
    createdAt: p.datetime(6).defaultRaw('now()'),
    expiresAt: p.datetime(6),
  },
});
