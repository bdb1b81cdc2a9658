import { defineEntity, p } from '@mikro-orm/core';

/** The key of an idempotent call with the answer that a repetition gets. */
export const IdempotencyRecord = defineEntity({
  name: 'IdempotencyRecord',
  tableName: 'idempotency',
  properties: {
    /** `user:<id>`, `cart:<sha256>` or `order:<id>`. */
    scope: p.text().primary(),
    operation: p.text().primary(),
    key: p.text().primary(),
    requestHash: p.text(),
    response: p.json<unknown>().nullable(),
    createdAt: p.datetime(6).defaultRaw('now()'),
  },
});
