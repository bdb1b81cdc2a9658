import { createHash } from 'node:crypto';
import { subgraphUnavailable } from '@emporium/graphql/app-errors';
import { Rejection } from '@emporium/graphql/rejection';
import { clientNetwork } from '../audit/record-security-event.js';
import type { Ctx } from '../context.js';
import { tooManyMails } from '../user/user.errors.js';

const WINDOW_SECONDS = 3_600;
/** Mails that one network may ask for one address, in an hour. */
export const MAILS_PER_PAIR = 5;
/** All networks for one address: higher, so that nobody alone keeps the owner from a reset. */
const MAILS_PER_ADDRESS = 20;
/** One network for all addresses. */
const MAILS_PER_NETWORK = 60;

/**
 * Counts a mail that somebody asks for against what the address (normalised; it need not be anybody's)
 * and the client's network may have. Throws TOO_MANY_MAILS, the same whether there is an account,
 * and SUBGRAPH_UNAVAILABLE when the counters cannot be reached.
 */
export async function checkMailLimit(ctx: Ctx, address: string): Promise<void> {
  const network = clientNetwork(ctx) ?? 'unknown';
  const limits: [key: string, most: number][] = [
    // Hashed: the store holds no addresses, and no typed text can shape a key.
    [`mail:pair:${hashOf(`${network}\n${address}`)}`, MAILS_PER_PAIR],
    [`mail:address:${hashOf(address)}`, MAILS_PER_ADDRESS],
    [`mail:network:${network}`, MAILS_PER_NETWORK],
  ];
  const { cache } = ctx.services;
  const isOver = await Promise.all(
    limits.map(async ([key, most]) => (await cache.increment(key, 1, WINDOW_SECONDS)) > most),
  ).catch((error: unknown) => {
    ctx.log.warn({ err: error }, 'counters of mails cannot be reached');
    throw subgraphUnavailable();
  });
  if (isOver.includes(true)) throw new Rejection(tooManyMails());
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
