import { createHash, randomBytes } from 'node:crypto';
import { newId } from '@emporium/db/new-id';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { factorRequired, type ProofMethod } from '../factor/factor.errors.js';
import { query } from '../tables.js';
import { UserStatus } from '../user/user.entity.js';
import type { AuthAnswer } from '../user/user.payload.js';

/** How long a log-in waits for its second factor, as an interval of the database. */
export const CHALLENGE_LIFE = '5 minutes';
/** Codes that may be tried before the password is asked for again. */
export const CHALLENGE_ATTEMPTS = 5;

/** Answers a log-in whose password was right with what is still missing: a second factor. */
export async function challengeLogin(
  ctx: Ctx,
  { userId, passwordHash }: { userId: string; passwordHash: string },
  methods: ProofMethod[],
): Promise<AuthAnswer> {
  const token = randomBytes(32).toString('base64url');
  const { expiresAt } = await query(ctx)
    .insertInto('LoginChallenge')
    .values({
      id: newId('lch'),
      userId,
      tokenHash: hashOf(token),
      credentialHash: hashOf(passwordHash),
      expiresAt: sql<Date>`now() + ${CHALLENGE_LIFE}::interval`,
    })
    .returning('expiresAt')
    .executeTakeFirstOrThrow();
  return { mfaChallenge: token, userErrors: [factorRequired(methods, expiresAt)] };
}

/** Whose log-in waits under a challenge, if it still does; changes nothing. */
export async function findChallenge(
  ctx: Ctx,
  token: string,
): Promise<{ userId: string } | undefined> {
  return query(ctx)
    .selectFrom('LoginChallenge')
    .select('userId')
    .where('tokenHash', '=', hashOf(token))
    .where('usedAt', 'is', null)
    .where('attempts', '<', CHALLENGE_ATTEMPTS)
    .where('expiresAt', '>', sql<Date>`now()`)
    .executeTakeFirst();
}

/**
 * Counts an attempt against a challenge before it is made, and returns whose log-in it is;
 * undefined when there is no such challenge, or it is used up, too old or of a user who may not log
 * in.
 */
export async function countAttempt(ctx: Ctx, token: string) {
  return query(ctx)
    .updateTable('LoginChallenge as l')
    .from('User as u')
    .set((eb) => ({ attempts: eb('l.attempts', '+', 1) }))
    .whereRef('u.id', '=', 'l.userId')
    .where('u.status', '=', UserStatus.ACTIVE)
    .where('l.tokenHash', '=', hashOf(token))
    .where('l.usedAt', 'is', null)
    .where('l.attempts', '<', CHALLENGE_ATTEMPTS)
    .where('l.expiresAt', '>', sql<Date>`now()`)
    .returning(['l.id', 'l.userId', 'l.credentialHash', 'u.email'])
    .executeTakeFirst();
}

/**
 * Uses a challenge up, in the transaction that opens the session. Returns the hash of the password
 * that it was given for; undefined when another password was set or another call was first.
 */
export async function takeChallenge(
  ctx: Ctx,
  challenge: { id: string; userId: string; credentialHash: string },
): Promise<string | undefined> {
  const { numUpdatedRows } = await query(ctx)
    .updateTable('LoginChallenge')
    .set({ usedAt: sql<Date>`now()` })
    .where('id', '=', challenge.id)
    .where('usedAt', 'is', null)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) return undefined;
  const credential = await query(ctx)
    .selectFrom('Credential')
    .select('passwordHash')
    .where('userId', '=', challenge.userId)
    .executeTakeFirst();
  return credential && hashOf(credential.passwordHash) === challenge.credentialHash
    ? credential.passwordHash
    : undefined;
}

/** What is stored: neither the token nor the password's hash can be had back from it. */
function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
