import type { KeyValueStore } from '@emporium/kv/key-value';
import type { Ctx as PlatformCtx } from '@emporium/platform/context';
import type { FewAtATime } from './password/few-at-a-time.js';
import type { PasswordHasher } from './password/password-hasher.js';

/** The adapters of this subgraph, one set per process. */
export interface UsersServices {
  /** Durable; every gateway replica reads revocations from it. */
  kv: KeyValueStore;
  /** Not durable; counts failed log-ins. */
  cache: KeyValueStore;
  passwords: PasswordHasher;
  /** Around what asks for the caller's own password again; nobody does that many times at once. */
  ownPassword: FewAtATime;
}

/** What a use case of users gets. */
export type Ctx = PlatformCtx<UsersServices>;
