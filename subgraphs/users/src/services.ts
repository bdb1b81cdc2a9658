import type { KeyValueStore } from '@emporium/kv/key-value';
import type { Ctx } from '@emporium/platform/context';
import type { Runtime } from '@emporium/platform/runtime';
import { fewAtATime, type FewAtATime } from './password/few-at-a-time.js';
import { openPasswordHasher, type PasswordHasher } from './password/password-hasher.js';

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

export type UsersCtx = Ctx<UsersServices>;

/** Takes the shared stores and starts the bounded password hasher. */
export async function openServices(runtime: Pick<Runtime, 'kv' | 'cache'>): Promise<UsersServices> {
  return { kv: runtime.kv, cache: runtime.cache, passwords: await openPasswordHasher(), ownPassword: fewAtATime(2) };
}
