import type { Ctx } from '../context.js';

/** Nobody waits for it but the mail. */
const USER_TIMEOUT_MS = 2_000;
const QUERY = `query NotificationsUserMail($id: ID!) { _userMail(requestId: $id) { address token device network } }`;

/** Where a mail to the owner of an account goes, and the token of its link, which no row may hold. */
export interface AccountMailFacts {
  address: string;
  token?: string | null;
  /** Of a log-in from a new device: its name, of known words alone, and its block of addresses. */
  device?: string | null;
  network?: string | null;
}

/**
 * What users says of a mail, as of now; null when it is not to be sent any more. Never call it in a
 * transaction. Throws SubgraphUnavailableError when users does not answer.
 */
export async function askAccountMail(
  ctx: Ctx,
  requestId: string,
): Promise<AccountMailFacts | null> {
  const { _userMail: mail } = await ctx.call<{ _userMail: AccountMailFacts | null }>({
    to: 'users',
    query: QUERY,
    variables: { id: requestId },
    timeoutMs: USER_TIMEOUT_MS,
  });
  return mail;
}
