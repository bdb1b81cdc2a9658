import { personDataPage, type PersonDataPage } from '@emporium/graphql/person-data.type';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';

const PAGE = 500;

/**
 * A page of what users itself keeps: with the first one the account, its addresses and sessions,
 * and what the log of security events has of it, by number. Hashes and tokens are no data of the
 * person.
 */
export async function personData(
  ctx: Ctx,
  userId: string,
  after: string | null,
): Promise<PersonDataPage> {
  const events = await query(ctx)
    .selectFrom('SecurityEvent')
    .select(['id', 'at', 'type', 'ip'])
    .where('userId', '=', userId)
    .where('id', '>', Number(after ?? 0))
    .orderBy('id')
    .limit(PAGE + 1)
    .execute();
  const page = events.slice(0, PAGE);
  const next = events.length > PAGE ? String(page.at(-1)!.id) : null;
  const securityEvents = page.map(({ at, type, ip }) => ({ at, type, ip }));
  if (after !== null) return personDataPage({ securityEvents }, next);
  return personDataPage({ ...(await accountOf(ctx, userId)), securityEvents }, next);
}

async function accountOf(ctx: Ctx, userId: string) {
  const accounts = await query(ctx)
    .selectFrom('User as u')
    .innerJoin('Role as r', 'r.id', 'u.roleId')
    .select(['u.id', 'u.email', 'u.emailVerified', 'u.firstName', 'u.lastName', 'u.chosenName'])
    .select(['u.phone', 'u.avatarId', 'u.status', 'r.name as role', 'u.createdAt', 'u.updatedAt'])
    .where('u.id', '=', userId)
    .execute();
  const addresses = await query(ctx)
    .selectFrom('UserAddress')
    .select(['address', 'isDefaultShipping', 'isDefaultBilling', 'createdAt', 'updatedAt'])
    .where('userId', '=', userId)
    .orderBy('id')
    .execute();
  const sessions = await query(ctx)
    .selectFrom('Session')
    .select(['createdAt', 'lastSeenAt', 'expiresAt', 'revokedAt', 'userAgent', 'ip'])
    .where('userId', '=', userId)
    .orderBy('createdAt')
    .execute();
  const consents = await query(ctx)
    .selectFrom('Consent')
    .select(['kind', 'textVersion', 'isGranted', 'at'])
    .where('userId', '=', userId)
    .orderBy('id')
    .execute();
  return { accounts, addresses, sessions, consents };
}
