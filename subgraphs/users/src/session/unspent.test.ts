import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { UsersServices } from '../services.js';
import { users } from '../subgraph.js';
import { freshEmail, PASSWORD, refresh, register, tryLogIn } from '../test/people.js';

let t: TestSubgraph<UsersServices>;
beforeAll(async () => {
  t = await startTestSubgraph(users);
});
afterAll(() => t.close());

/** Runs `work` while the store of the revocations does not answer, as while Redis is away. */
async function whileRevocationsAreAway<T>(work: () => Promise<T>): Promise<T> {
  const away = vi.spyOn(t.running.services.kv, 'get').mockRejectedValue(new Error('the store is away'));
  try {
    return await work();
  } finally {
    away.mockRestore();
  }
}

const RETRY = { extensions: { code: 'SUBGRAPH_UNAVAILABLE', retryable: true } };

test('a refresh that could not be answered has not spent its token', async () => {
  const person = await register(t);
  const failed = await whileRevocationsAreAway(() => refresh(t, person.refreshToken));
  expect(failed.errors).toMatchObject([RETRY]);
  const { data } = await refresh(t, person.refreshToken);
  expect(data.sessionRefresh.refreshToken).toHaveLength(43);
  expect((await refresh(t, data.sessionRefresh.refreshToken)).data.sessionRefresh.accessToken).toBeTruthy();
});

test('a registration that could not be answered has not taken the address', async () => {
  const email = freshEmail();
  const query = `mutation { userRegister(email: "${email}", password: "${PASSWORD}", firstName: "A", lastName: "B") { accessToken userErrors { __typename } } }`;
  expect((await whileRevocationsAreAway(() => t.execute(query))).errors).toMatchObject([RETRY]);
  expect((await t.execute(query)).data.userRegister).toMatchObject({ accessToken: expect.any(String), userErrors: [] });
});

test('a change of password that could not be answered has not changed it', async () => {
  const person = await register(t);
  const query = `mutation { userPasswordChange(currentPassword: "${PASSWORD}", newPassword: "another ${PASSWORD}") { userErrors { __typename } } }`;
  expect((await whileRevocationsAreAway(() => t.execute(query, { as: person.as }))).errors).toMatchObject([RETRY]);
  expect((await tryLogIn(t, person.email, PASSWORD)).data.userLogin.userErrors).toEqual([]);
});
