import type { Ctx } from '../context.js';

/** Nobody waits for it but the mail. */
const USER_TIMEOUT_MS = 2_000;
const QUERY = `query NotificationsUserAddress($id: ID!) { _user(id: $id) { email emailVerified status } }`;

/** What users answers. */
export interface UserAnswer {
  email: string | null;
  emailVerified: boolean | null;
  status: string | null;
}

/**
 * The address of an active user, who has proved to read mail sent there; undefined for others. Never
 * call it in a transaction. Throws SubgraphUnavailableError when users does not answer.
 */
export async function askVerifiedAddress(ctx: Ctx, userId: string): Promise<string | undefined> {
  const { _user: user } = await ctx.call<{ _user: UserAnswer | null }>({
    to: 'users',
    query: QUERY,
    variables: { id: userId },
    timeoutMs: USER_TIMEOUT_MS,
  });
  return user?.status === 'ACTIVE' && user.emailVerified && user.email ? user.email : undefined;
}
