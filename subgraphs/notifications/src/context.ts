import type { Ctx as PlatformCtx } from '@emporium/platform/context';
import type { KeyValueStore } from '@emporium/kv/key-value';
import type { Mailer } from './mail/mailer.js';
import type { Webhooks } from './webhook/open-webhooks.js';

/** Adapters of the notifications subgraph. */
export interface NotificationServices {
  /** Carries live messages to every gateway replica. */
  live: KeyValueStore;
  mailer: Mailer;
  webhooks: Webhooks;
}

/** What a use case of notifications gets. */
export type Ctx = PlatformCtx<NotificationServices>;
