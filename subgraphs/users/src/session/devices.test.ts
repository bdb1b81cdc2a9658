import { service } from '@emporium/testing/principals';
import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import { UserMailRequested } from '@emporium/users-events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UsersServices } from '../context.js';
import { users } from '../subgraph.js';
import { IN_BODY, isAccepted, PASSWORD, principalOf, register } from '../test/people.js';
import { addressBlock } from './address-block.js';
import { deviceName } from './device-name.js';

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0';
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1';

let t: TestSubgraph<UsersServices>;
beforeAll(async () => {
  t = await startTestSubgraph(users);
});
afterAll(() => t.close());

async function logIn(email: string, userAgent: string, ip = '192.0.2.7') {
  const { data } = await t.execute(
    'mutation ($email: String!, $password: String!) { userLogin(email: $email, password: $password) { accessToken } }',
    {
      variables: { email, password: PASSWORD },
      headers: { ...IN_BODY, 'user-agent': userAgent, 'x-client-ip': ip },
    },
  );
  const { accessToken } = data.userLogin;
  return { accessToken, as: principalOf(t, accessToken) };
}
const mailsAsked = async (userId: string) =>
  (await t.published())
    .filter(({ type }) => type === UserMailRequested.type)
    .map(({ data }) => data as { kind: string; userId: string; requestId: string })
    .filter((data) => data.kind === 'NEW_DEVICE' && data.userId === userId);
const mailOf = async (id: string) =>
  (
    await t.execute(
      'query ($id: ID!) { _userMail(requestId: $id) { kind address token device network } }',
      { as: service('notifications'), variables: { id } },
    )
  ).data._userMail;

test('a list of sessions says which device, from which block of addresses, until when, and which is this one', async () => {
  const { email } = await register(t);
  await logIn(email, FIREFOX);
  const { as } = await logIn(email, IPHONE, '2001:db8:7:8::9');
  const { data } = await t.execute(
    '{ me { sessions { device network current expiresAt lastSeenAt } } }',
    { as },
  );
  const seen = data.me.sessions.map(({ device, network, current }: never) => [
    device,
    network,
    current,
  ]);
  expect(seen.toSorted()).toEqual(
    [
      ['Safari (iPhone)', '2001:db8:7::/48', true],
      ['Firefox (Windows)', '192.0.2.0/24', false],
      [null, null, false],
    ].toSorted(),
  );
  for (const { expiresAt, lastSeenAt } of data.me.sessions)
    expect(Date.parse(expiresAt) - Date.parse(lastSeenAt)).toBe(168 * 3_600_000);
});

test('the owner hears of a log-in by a new device or from a new place, and of no other', async () => {
  const { id, email } = await register(t);
  expect(await mailsAsked(id)).toEqual([]);
  await logIn(email, FIREFOX);
  expect(await mailsAsked(id)).toHaveLength(1);
  await logIn(email, FIREFOX.replaceAll('128', '129'), '192.0.2.200');
  expect(await mailsAsked(id)).toHaveLength(1);
  await logIn(email, FIREFOX, '198.51.100.1');
  await logIn(email, IPHONE);
  const asked = await mailsAsked(id);
  expect(asked).toHaveLength(3);
  expect(await mailOf(asked[2]!.requestId)).toEqual({
    kind: 'NEW_DEVICE',
    address: email,
    token: null,
    device: 'Safari (iPhone)',
    network: '192.0.2.0/24',
  });
  expect(JSON.stringify(asked)).not.toContain(email);
});

test('ending all other sessions leaves this one alone', async () => {
  const { email } = await register(t);
  const [here, there] = [await logIn(email, FIREFOX), await logIn(email, IPHONE)];
  const { data } = await t.execute('mutation { sessionRevokeOthers { ok } }', { as: here.as });
  expect(data.sessionRevokeOthers.ok).toBe(true);
  expect(await isAccepted(t, here.accessToken)).toBe(true);
  expect(await isAccepted(t, there.accessToken)).toBe(false);
  const left = await t.execute('{ me { sessions { current } } }', { as: here.as });
  expect(left.data.me.sessions).toEqual([{ current: true }]);
});

test('a device is called by known names alone, whatever it says of itself', () => {
  expect(deviceName(null)).toBeNull();
  for (const odd of ['curl/8.1', 'Your account is locked: https://evil.example/1', '<b>x</b>/1'])
    expect(deviceName(odd)).toBeNull();
  expect(deviceName(`${FIREFOX} https://evil.example`)).toBe('Firefox (Windows)');
});

test('a place is a block of addresses', () => {
  expect(addressBlock('::ffff:192.0.2.77')).toBe('192.0.2.0/24');
  expect(addressBlock('2001:db8:1:2::3')).toBe('2001:db8:1::/48');
  expect(addressBlock('unknown')).toBeNull();
});
