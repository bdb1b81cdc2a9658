import { setTimeout as wait } from 'node:timers/promises';
import { ACCESS_TOKEN_TTL_SECONDS, signAccessToken } from '@emporium/auth/access-token';
import { apiKeyHash, isClientSecret } from '@emporium/auth/api-key';
import { subgraphUnavailable } from '@emporium/graphql/app-errors';
import { sql } from 'kysely';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import type { Ctx } from '../context.js';
import { isId } from '../input/is-id.js';
import { readOutdatedAt } from '../session/issue-access-token.js';
import { query } from '../tables.js';
import { TokenRequestError, type TokenRequest } from './token-request.js';

const ATTEMPTS = 4;

/** What the token endpoint answers. */
export interface ClientToken {
  accessToken: string;
  expiresIn: number;
  scopes: string[];
}

/**
 * Issues an access token for a service account: of the scopes asked for those that it holds. Throws
 * TokenRequestError, and SUBGRAPH_UNAVAILABLE when the revocations cannot be read. A right secret is
 * never kept waiting for wrong ones: nobody can guess it, so nobody may lock its owner out.
 */
export async function issueClientToken(ctx: Ctx, request: TokenRequest): Promise<ClientToken> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    // As with the tokens of users: see issueAccessToken.
    const startedAt = Math.floor(Date.now() / 1_000);
    const account = await accountOf(ctx, request);
    if (!account) {
      await recordSecurityEvent(ctx, { type: 'CLIENT_REFUSED' });
      throw new TokenRequestError('invalid_client', 'Client id or secret is wrong, or has ended.');
    }
    const { permissions } = account;
    const scopes = permissions.filter((one) => request.scopes?.includes(one) ?? true);
    if (scopes.length === 0)
      throw new TokenRequestError('invalid_scope', 'The account holds none of these scopes.');
    const left = Math.floor(account.secretExpiresAt.getTime() / 1_000) - startedAt;
    const expiresIn = Math.max(1, Math.min(ACCESS_TOKEN_TTL_SECONDS, left));
    const accessToken = signAccessToken(
      {
        ...{ sub: account.id, sid: account.secretId, role: '', permissions: scopes },
        ...{ client_id: account.id },
        ...(account.costPerMinute === null ? {} : { cost_per_minute: account.costPerMinute }),
      },
      ctx.config.jwtPrivateKey,
      expiresIn,
    );
    const outdatedAt = await readOutdatedAt(ctx, account.id);
    if (outdatedAt === undefined || outdatedAt < startedAt) {
      await noteUse(ctx, account.id);
      return { accessToken, expiresIn, scopes };
    }
    await wait(Math.min(1_000, Math.max(10, (outdatedAt + 1) * 1_000 - Date.now())));
  }
  throw subgraphUnavailable();
}

async function accountOf(ctx: Ctx, { clientId, clientSecret }: TokenRequest) {
  if (!isId('svc', clientId) || !isClientSecret(clientSecret)) return undefined;
  return query(ctx)
    .selectFrom('ServiceAccount as a')
    .innerJoin('MachineSecret as s', 's.serviceAccountId', 'a.id')
    .select(['a.id', 'a.permissions', 'a.costPerMinute', 's.id as secretId'])
    .select('s.expiresAt as secretExpiresAt')
    .where('a.id', '=', clientId)
    .where('s.secretHash', '=', apiKeyHash(clientSecret))
    .where('s.expiresAt', '>', sql<Date>`now()`)
    .executeTakeFirst();
}

async function noteUse(ctx: Ctx, id: string): Promise<void> {
  await query(ctx)
    .updateTable('ServiceAccount')
    .set({ lastUsedAt: sql<Date>`now()` })
    .where('id', '=', id)
    .where((eb) =>
      eb.or([
        eb('lastUsedAt', 'is', null),
        eb('lastUsedAt', '<', sql<Date>`now() - interval '1 minute'`),
      ]),
    )
    .execute();
}
