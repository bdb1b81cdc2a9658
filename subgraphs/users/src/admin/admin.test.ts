import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UsersServices } from '../context.js';
import { users } from '../subgraph.js';
import { query } from '../tables.js';
import { freshEmail, isAccepted, logInAs, PASSWORD, register, tryLogIn } from '../test/people.js';
import { UserStatus } from '../user/user.entity.js';
import { adminCommand } from './admin-command.js';

let t: TestSubgraph<UsersServices>;
beforeAll(async () => {
  t = await startTestSubgraph(users);
});
afterAll(() => t.close());

const STRONG = 'an operator typed this';

async function admin(action: string, args: Record<string, unknown> = {}): Promise<string> {
  const lines: string[] = [];
  for await (const { text } of adminCommand.run(t.running.systemCtx(), {
    action,
    by: 'ops',
    ...args,
  }))
    lines.push(String(text));
  return lines.join('\n');
}
const audit = (userId: string) =>
  query(t.ctx())
    .selectFrom('SecurityEvent')
    .select(['type', 'detail'])
    .where('userId', '=', userId)
    .orderBy('id')
    .execute();

test('a shop without any administrator gets one, who is told, audited, and can log in; repeating it changes nothing', async () => {
  expect(await admin('list')).toContain(
    '0 administrator(s); none can log in: npm run admin -- create',
  );
  const email = freshEmail();
  const said = await admin('create', { email: ` ${email.toUpperCase()} `, password: STRONG });
  expect(said).toMatch(
    /is an administrator now \(usr_[^]*Next: log in at http:\/\/shop\.test\/graphql/,
  );
  expect(said).not.toContain(STRONG);
  const person = await logInAs(t, email, STRONG);
  expect(person.as.role).toBe('ADMIN');
  expect(await audit(person.id)).toContainEqual({
    type: 'USER_CREATED',
    detail: { role: 'ADMIN', operator: 'ops' },
  });
  expect(
    (await t.published()).filter(({ subject }) => subject === person.id).map(({ type }) => type),
  ).toEqual(['USER_CREATED']);

  expect(await admin('create', { email, password: 'another password' })).toContain(
    'already; nothing was changed',
  );
  await logInAs(t, email, STRONG);
  expect(await admin('list')).toMatch(
    new RegExp(`${email}  ${person.id}  ACTIVE  last seen 20[^]*1 administrator\\(s\\)$`),
  );
});

test('a weak password, no address and an unknown action are refused with what to do, and nothing is made', async () => {
  const email = freshEmail();
  await expect(admin('create', { email, password: 'short' })).rejects.toThrow(
    'at least 8 characters',
  );
  await expect(admin('create', { email })).rejects.toThrow('at least 8 characters');
  await expect(admin('create', { password: STRONG })).rejects.toThrow('--email ADDRESS');
  await expect(admin('drop', { email })).rejects.toThrow(
    'create, list, reset-password, reset-factors or unlock',
  );
  for (const action of ['reset-password', 'reset-factors', 'unlock'])
    await expect(admin(action, { email, password: STRONG })).rejects.toThrow(
      `there is no account ${email}`,
    );
  expect(
    await query(t.ctx()).selectFrom('User').select('id').where('email', '=', email).execute(),
  ).toEqual([]);
});

test('somebody who has an account becomes administrator only when that is asked for, and old access tokens are void', async () => {
  const person = await register(t);
  await expect(admin('create', { email: person.email, password: STRONG })).rejects.toThrow(
    '--promote',
  );
  expect((await logInAs(t, person.email, PASSWORD)).as.role).toBe('CUSTOMER');
  expect(await admin('create', { email: person.email, promote: true })).toContain(
    'its password stays as it was',
  );
  expect(await isAccepted(t, person.accessToken)).toBe(false);
  expect((await logInAs(t, person.email, PASSWORD)).as.role).toBe('ADMIN');
  expect(await audit(person.id)).toContainEqual({
    type: 'ROLE_ASSIGNED',
    detail: { role: 'ADMIN', operator: 'ops' },
  });
  expect(
    (await t.published()).filter(({ subject }) => subject === person.id).map(({ type }) => type),
  ).toEqual(['USER_CREATED', 'USER_UPDATED']);
  await expect(admin('create', { email: freshEmail(), promote: true })).rejects.toThrow(
    'Leave out --promote',
  );
});

test('a reset password ends the sessions of the old one', async () => {
  const person = await register(t);
  await expect(admin('reset-password', { email: person.email, password: 'short' })).rejects.toThrow(
    'at least 8 characters',
  );
  expect(await admin('reset-password', { email: person.email, password: STRONG })).toContain(
    '1 session(s) ended',
  );
  expect(await isAccepted(t, person.accessToken)).toBe(false);
  expect((await tryLogIn(t, person.email, PASSWORD)).data.userLogin.userErrors[0].code).toBe(
    'INVALID_CREDENTIALS',
  );
  await logInAs(t, person.email, STRONG);
  expect(await audit(person.id)).toContainEqual({
    type: 'PASSWORD_CHANGED',
    detail: { operator: 'ops' },
  });
});

test('an account that is blocked, and locked from where its owner guessed, is let in again', async () => {
  const person = await register(t);
  const home = '203.0.113.44';
  for (let attempt = 0; attempt < 10; attempt += 1)
    await tryLogIn(t, person.email, `guess ${attempt}`, home);
  await query(t.ctx())
    .updateTable('User')
    .set({ status: UserStatus.BLOCKED })
    .where('id', '=', person.id)
    .execute();
  expect((await tryLogIn(t, person.email, PASSWORD, home)).data.userLogin.userErrors[0].code).toBe(
    'ACCOUNT_LOCKED',
  );
  expect(await admin('unlock', { email: person.email })).toMatch(
    /is not blocked any more[^]*forgotten, from 1 address/,
  );
  expect((await tryLogIn(t, person.email, PASSWORD, home)).data.userLogin.userErrors).toEqual([]);
  const types = (await audit(person.id)).map(({ type }) => type);
  expect(types).toEqual(expect.arrayContaining(['USER_UNBLOCKED', 'LOGIN_UNLOCKED']));
});

test('a network that may log in to no account any more is let in again when it is named', async () => {
  const [known, other] = [await register(t), await register(t)];
  const office = '198.51.100.20';
  for (let attempt = 0; attempt < 100; attempt += 10)
    await Promise.all(
      Array.from({ length: 10 }, (_none, index) =>
        tryLogIn(t, `nobody-${attempt + index}@shop.test`, 'guess', office),
      ),
    );
  const locked = async () =>
    (await tryLogIn(t, other.email, PASSWORD, office)).data.userLogin.userErrors[0]?.code;
  expect(await locked()).toBe('ACCOUNT_LOCKED');
  await admin('unlock', { email: known.email });
  expect(await locked()).toBe('ACCOUNT_LOCKED');
  expect(await admin('unlock', { email: known.email, ip: office })).toContain(
    `The network of ${office}`,
  );
  expect(await locked()).toBeUndefined();
});
