import { anonymous, customer, service } from '@emporium/testing/principals';
import { UserDeleted } from '@emporium/users-events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startNotifications, type NotificationsUnderTest } from '../notifications.fixture.js';
import { query } from '../tables.js';

let t: NotificationsUnderTest['t'];
beforeAll(async () => {
  ({ t } = await startNotifications());
});
afterAll(() => t.close());

const READ = `query ($user: [_Any!]!) { _entities(representations: $user) { ... on User {
  mailPreferences { version isAbandonedCartWanted } } } }`;
const UPDATE = `mutation ($input: MailPreferencesUpdateInput!, $version: Int!) {
  mailPreferencesUpdate(input: $input, expectedVersion: $version) {
    mailPreferences { version isAbandonedCartWanted }
    userErrors { ... on UserError { code } ... on VersionConflictError { currentVersion } } } }`;
const read = async (id: string, as = customer(id)) => {
  const user = [{ __typename: 'User', id }];
  const { data } = await t.execute(READ, { variables: { user }, as });
  return data._entities[0].mailPreferences;
};
const update = async (id: string, version: number, isAbandonedCartWanted: boolean | null) => {
  const input = { isAbandonedCartWanted };
  const { data } = await t.execute(UPDATE, { variables: { input, version }, as: customer(id) });
  return data.mailPreferencesUpdate;
};

test('nothing is wanted until it is chosen, and only its user sees what is', async () => {
  expect(await read('usr_a')).toEqual({ version: 0, isAbandonedCartWanted: false });
  expect(await update('usr_a', 0, true)).toEqual({
    mailPreferences: { version: 1, isAbandonedCartWanted: true },
    userErrors: [],
  });
  expect(await read('usr_a')).toEqual({ version: 1, isAbandonedCartWanted: true });
  expect(await read('usr_a', customer('usr_b'))).toBeNull();
  // What is left out stays.
  expect((await update('usr_a', 1, null)).mailPreferences).toEqual({
    version: 2,
    isAbandonedCartWanted: true,
  });
});

test('of changes that meet one is made, and the others are told the version that there is', async () => {
  const answers = await Promise.all([1, 2, 3].map(() => update('usr_c', 0, true)));
  const refused = answers.flatMap(({ userErrors }) => userErrors);
  expect(refused).toEqual([1, 2].map(() => ({ code: 'VERSION_CONFLICT', currentVersion: 1 })));
  expect((await update('usr_c', 0, false)).userErrors).toEqual([
    { code: 'VERSION_CONFLICT', currentVersion: 1 },
  ]);
});

test('who is not logged in has none to change', async () => {
  const { errors } = await t.execute(UPDATE, {
    variables: { input: {}, version: 0 },
    as: anonymous,
  });
  expect(errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
});

test('the export of a person holds what is wanted, and the erasure asks what is left', async () => {
  await update('usr_e', 0, true);
  const { data } = await t.execute(
    '{ _notificationsPersonData(userId: "usr_e", after: null) { data } _notificationsPersonRemains(userId: "usr_e") { left } }',
    { as: service('users') },
  );
  expect(JSON.parse(data._notificationsPersonData.data).mailPreferences).toEqual([
    { purpose: 'abandoned-cart', since: expect.any(String) },
  ]);
  expect(data._notificationsPersonRemains.left).toEqual(
    expect.arrayContaining(['mailPreferences', 'cartReminder']),
  );
});

test('an erased user leaves none, and makes none with a token that still works', async () => {
  await update('usr_d', 0, true);
  await t.deliver(UserDeleted, { key: 'usr_d', version: 2, data: { id: 'usr_d', version: 2 } });
  await update('usr_d', 0, true);
  const rows = await query(t.ctx())
    .selectFrom('MailPreferences')
    .select('userId')
    .where('userId', '=', 'usr_d')
    .execute();
  expect(rows).toEqual([]);
});
