import { IdempotencyRecord } from './idempotency-record.entity.js';
import { InboxRow } from './inbox-row.entity.js';
import { OutboxRow } from './outbox/outbox-row.entity.js';

/** Tables that every subgraph with a database has. */
export const platformEntities = { OutboxRow, InboxRow, IdempotencyRecord };
