import type { Runtime } from '@emporium/platform/runtime';
import type { UsersServices } from './context.js';
import { fewAtATime } from './password/few-at-a-time.js';
import { openPasswordHasher } from './password/password-hasher.js';

/** Takes the shared stores and starts the bounded password hasher. */
export async function openServices(runtime: Pick<Runtime, 'kv' | 'cache'>): Promise<UsersServices> {
  return {
    kv: runtime.kv,
    cache: runtime.cache,
    passwords: await openPasswordHasher(),
    ownPassword: fewAtATime(2),
  };
}
