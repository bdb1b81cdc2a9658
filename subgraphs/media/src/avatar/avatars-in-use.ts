import type { Ctx } from '../context.js';

/** Nobody waits for it but the job. */
const USERS_TIMEOUT_MS = 2_000;
const QUERY = 'query MediaAvatarsInUse($ids: [ID!]!) { _avatarsInUse(ids: $ids) }';

/**
 * Which of the assets a profile shows, as users knows it now. Never call it in a transaction.
 * Throws SubgraphUnavailableError when users does not answer.
 */
export async function avatarsInUse(ctx: Ctx, ids: string[]): Promise<Set<string>> {
  const { _avatarsInUse } = await ctx.call<{ _avatarsInUse: string[] }>({
    to: 'users',
    query: QUERY,
    variables: { ids },
    timeoutMs: USERS_TIMEOUT_MS,
  });
  return new Set(_avatarsInUse);
}
