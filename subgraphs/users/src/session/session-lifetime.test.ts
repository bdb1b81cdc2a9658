// First, because it loads reflect-metadata, which the decorators of the others need.
import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UsersServices } from '../context.js';
import { seedDemoUsers } from '../demo/seed-demo-users.js';
import { users } from '../subgraph.js';
import { query } from '../tables.js';
import { logInAs, refresh, type Person } from '../test/people.js';
import { sessionConfig } from './session.config.js';

let t: TestSubgraph<UsersServices>;
beforeAll(async () => {
  t = await startTestSubgraph(users, {
    env: {
      SESSION_IDLE_HOURS: '100',
      SESSION_MAX_HOURS: '200',
      SESSION_ROLE_HOURS: 'ADMIN=1/12, SUPERVISOR=24/48',
    },
  });
  await seedDemoUsers(t.ctx());
});
afterAll(() => t.close());

const HOUR_MS = 3_600_000;
const sessionOf = ({ as }: Person) =>
  query(t.ctx())
    .selectFrom('Session as s')
    .innerJoin('RefreshToken as r', 'r.sessionId', 's.id')
    .select(['s.createdAt', 's.lastSeenAt', 's.expiresAt', 'r.expiresAt as tokenEnd'])
    .where('s.id', '=', as.sid!)
    .where('r.usedAt', 'is', null)
    .executeTakeFirstOrThrow();
/** Moves the log-in of a session into the past. */
const age = ({ as }: Person, hours: number) =>
  query(t.ctx())
    .updateTable('Session')
    .set({ createdAt: sql<Date>`created_at - make_interval(hours => ${hours}::integer)` })
    .where('id', '=', as.sid!)
    .execute();

test.each([
  ['admin', 1],
  ['supervisor', 24],
  ['customer', 100],
])('an unused session of the role of %s ends after its hours', async (name, hours) => {
  const session = await sessionOf(await logInAs(t, `${name}@emporium.test`));
  expect(session.expiresAt.getTime() - session.lastSeenAt.getTime()).toBe(hours * HOUR_MS);
  expect(session.tokenEnd).toEqual(session.expiresAt);
});

test('however much a session is used, it ends at its last hour after log-in', async () => {
  const person = await logInAs(t, 'supervisor@emporium.test');
  await age(person, 40);
  const { refreshToken } = (await refresh(t, person.refreshToken)).data.sessionRefresh;
  const { createdAt, expiresAt, tokenEnd } = await sessionOf(person);
  expect(expiresAt.getTime() - createdAt.getTime()).toBe(48 * HOUR_MS);
  expect(tokenEnd).toEqual(expiresAt);
  await age(person, 8);
  const last = (await refresh(t, refreshToken)).data.sessionRefresh.refreshToken;
  expect((await refresh(t, last)).errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
});

test.each(['ADMIN=1', 'ADMIN=0/1', 'admin=1/2', 'ADMIN=1/x'])(
  'hours of a role that make no sense are refused: %s',
  (wrong) => {
    expect(sessionConfig.SESSION_ROLE_HOURS.safeParse(wrong).success).toBe(false);
  },
);
