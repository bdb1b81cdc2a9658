import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UsersServices } from '../context.js';
import { users } from '../subgraph.js';
import { query } from '../tables.js';
import { UserStatus } from '../user/user.entity.js';
import { freshEmail, PASSWORD, register } from '../test/people.js';
import { MAILS_PER_PAIR } from './check-mail-limit.js';
import { ASK_RESET, codesOf, mailOf, newestMail, requested, RESET } from './links.fixture.js';

let t: TestSubgraph<UsersServices>;
beforeAll(async () => {
  t = await startTestSubgraph(users);
});
afterAll(() => t.close());

const ask = (email: string, ip = '192.0.2.1') =>
  t.execute(ASK_RESET, { variables: { email }, headers: { 'x-client-ip': ip } });

const setStatus = (id: string, status: UserStatus) =>
  query(t.ctx()).updateTable('User').set({ status }).where('id', '=', id).execute();
/** Statements without their values. */
const shapesOf = (statements: string[]) =>
  statements.map((one) => one.replace(/ values \('.*/, ' values …'));

test('a reset is answered with the same words and the same statements whether there is an account', async () => {
  const { email, id } = await register(t);
  await ask(email);
  const known = await t.countQueries(() => ask(email));
  const unknown = await t.countQueries(() => ask(freshEmail()));
  await setStatus(id, UserStatus.BLOCKED);
  const blocked = await t.countQueries(() => ask(email));
  expect(known.result).toEqual(unknown.result);
  expect(known.statements.length).toBeGreaterThan(3);
  for (const other of [unknown, blocked]) {
    expect(shapesOf(other.statements)).toEqual(shapesOf(known.statements));
    expect(other.result.data).toEqual({ answer: { ok: true, userErrors: [] } });
  }
  await setStatus(id, UserStatus.ACTIVE);
  const ids = await requested(t);
  expect(await Promise.all(ids.slice(-2).map((one) => mailOf(t, one)))).toEqual([null, null]);
});

test('mails have limits per address and network, the same whether there is an account', async () => {
  const { email } = await register(t);
  for (const address of [email, freshEmail()]) {
    for (let n = 0; n < MAILS_PER_PAIR; n++)
      expect((await ask(address, '198.51.100.1')).data.answer.ok).toBe(true);
    const { data } = await ask(address, '198.51.100.1');
    expect(data.answer.userErrors).toEqual([
      { code: 'TOO_MANY_MAILS', path: null, message: expect.stringContaining('spam') },
    ]);
    // Who floods from one network does not keep the owner from a reset.
    expect((await ask(address, '203.0.113.1')).data.answer.ok).toBe(true);
  }
});

test('erasing a person takes the links away, and the address with them', async () => {
  const { as, id, email } = await register(t);
  await ask(email);
  const { token } = await newestMail(t, 'RESET_PASSWORD', email);
  await t.execute(`mutation { userErase(confirm: true, password: "${PASSWORD}") { ok } }`, { as });
  const left = await query(t.ctx())
    .selectFrom('AccountLink')
    .select('id')
    .where((eb) => eb.or([eb('userId', '=', id), eb('address', '=', email)]))
    .execute();
  expect(left).toEqual([]);
  expect(await codesOf(t, RESET, { token, newPassword: 'four plain words here' })).toEqual([
    'TOKEN_INVALID',
  ]);
  expect(await t.verify()).toEqual([]);
});

test('I15: a link that outlived its erased user is reported', async () => {
  const { as, id, email } = await register(t);
  await t.execute(`mutation { userErase(confirm: true, password: "${PASSWORD}") { ok } }`, { as });
  expect(await t.verify()).toEqual([]);
  await query(t.ctx())
    .insertInto('AccountLink')
    .values({
      id: 'lnk_planted',
      userId: id,
      purpose: 'VERIFY_EMAIL',
      address: email,
      tokenHash: 'planted',
      expiresAt: sql<Date>`now() + interval '1 day'`,
    })
    .execute();
  expect(await t.verify()).toEqual([`I15: ${id} is erased, but personal data is left`]);
  await query(t.ctx()).deleteFrom('AccountLink').where('id', '=', 'lnk_planted').execute();
});

test('links that ran out are removed, and one that opens for too long is found', async () => {
  const { id, email } = await register(t);
  await ask(email);
  const set = (expiresAt: ReturnType<typeof sql<Date>>) =>
    query(t.ctx()).updateTable('AccountLink').set({ expiresAt }).where('userId', '=', id).execute();
  await set(sql<Date>`now() + interval '8 days'`);
  expect((await t.verify()).filter((line) => line.includes('opens for too long'))).toHaveLength(2);
  await set(sql<Date>`now() - interval '2 days'`);
  await t.runJob('prune-expired');
  expect(await t.verify()).toEqual([]);
  const left = query(t.ctx()).selectFrom('AccountLink').select('id').where('userId', '=', id);
  expect(await left.execute()).toEqual([]);
});
