import type { Ctx as PlatformCtx } from '@emporium/platform/context';
import type { KeyValueStore } from '@emporium/kv/key-value';
import type { Mailer } from './mail/mailer.js';

/** Adapters of the notifications subgraph. */
export interface NotificationServices {
  /** Carries live messages to every gateway replica. */
  live: KeyValueStore;
  mailer: Mailer;
}

/** What a use case of notifications gets. */
export type Ctx = PlatformCtx<NotificationServices>;
