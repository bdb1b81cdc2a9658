import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ANONYMOUS } from '@emporium/auth/principal';
import { customer } from '@emporium/testing/principals';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startNotifications, type NotificationsUnderTest } from '../notifications.fixture.js';
import { query } from '../tables.js';
import { findPreferences } from './find-preferences.js';
import { isMailWanted } from './is-mail-wanted.js';
import { storePreferences } from './store-preferences.js';
import { unsubscribeLink } from './unsubscribe-link.js';
import { signUnsubscription, verifyUnsubscription } from './unsubscribe-token.js';

const purpose = 'abandoned-cart';
let t: NotificationsUnderTest['t'];
let server: Server;
beforeAll(async () => {
  ({ t } = await startNotifications());
  server = createServer((req, res) =>
    t.running.route(req, res, { principal: ANONYMOUS, requestId: 'test' }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server.close();
  await t.close();
});

const linkOf = (address: string, userId: string | null) =>
  new URL(unsubscribeLink(t.ctx(), { purpose, address, userId }));
const send = async (url: URL, method: 'GET' | 'POST' | 'HEAD', body?: string) => {
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const response = await fetch(`${base}${url.pathname}${url.search}`, {
    method,
    ...(body === undefined
      ? {}
      : { body, headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
};
const want = async (id: string) => {
  const preferences = (await findPreferences({ ...t.ctx(), principal: customer(id) }, id))!;
  await storePreferences(t.ctx(), preferences, { [purpose]: new Date().toISOString() });
};
const isWanted = (userId: string, address: string) =>
  isMailWanted(t.ctx(), { purpose, address, userId });
const ends = () => query(t.ctx()).selectFrom('MailUnsubscription').selectAll().execute();

test('looking at the link changes nothing; one POST without log-in unsubscribes, however often it comes', async () => {
  await want('usr_a');
  const link = linkOf('Ada@example.test', 'usr_a');
  expect(decodeURIComponent(link.href).toLowerCase()).not.toContain('ada');
  for (const method of ['GET', 'HEAD'] as const) {
    const page = await send(link, method);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self'");
  }
  expect((await send(link, 'GET')).text).toContain('<form method="post">');
  expect(await isWanted('usr_a', 'ada@example.test')).toBe(true);
  for (let i = 0; i < 2; i++)
    expect((await send(link, 'POST', 'List-Unsubscribe=One-Click')).status).toBe(200);
  expect(await isWanted('usr_a', 'ada@example.test')).toBe(false);
  const shown = await findPreferences({ ...t.ctx(), principal: customer('usr_a') }, 'usr_a');
  expect(shown).toMatchObject({ version: 2, isAbandonedCartWanted: false });
});

test('an address that was unsubscribed gets nothing, whichever account has it, until its user wants it again', async () => {
  expect((await send(linkOf('guest@example.test', null), 'POST')).status).toBe(200);
  // Wanted before, by an account whose address is this one now.
  await want('usr_b');
  await query(t.ctx())
    .updateTable('MailUnsubscription')
    .set({ unsubscribedAt: new Date(Date.now() + 60_000) })
    .execute();
  expect(await isWanted('usr_b', 'guest@example.test')).toBe(false);
  expect(await isWanted('usr_b', 'other@example.test')).toBe(true);
  await query(t.ctx())
    .updateTable('MailUnsubscription')
    .set({ unsubscribedAt: new Date(0) })
    .execute();
  expect(await isWanted('usr_b', 'guest@example.test')).toBe(true);
});

test('what is unsubscribed stands as a hash, and a link that was changed does nothing', async () => {
  const before = await ends();
  expect(JSON.stringify(before)).not.toMatch(/example\.test|ada|guest/);
  const right = linkOf('eve@example.test', null);
  const token = right.searchParams.get('token')!;
  const [claims = '', signature = ''] = token.split('.');
  const other = Buffer.from(JSON.stringify([purpose, 'another-hash', null])).toString('base64url');
  const foreign = signUnsubscription(
    { purpose, addressHash: 'x', userId: null },
    'another secret of thirty-two bytes',
  );
  for (const bad of ['', claims, `${other}.${signature}`, `${token}.x`, `${token}x`, foreign]) {
    right.searchParams.set('token', bad);
    for (const method of ['GET', 'POST'] as const) {
      const answer = await send(right, method);
      expect([bad, answer.status]).toEqual([bad, 404]);
      expect(answer.text).toContain('open the link from the email again');
    }
  }
  expect((await send(new URL('/unsubscribe', right), 'POST')).status).toBe(404);
  expect(await ends()).toEqual(before);
});

test('a link works while its secret is still accepted', () => {
  const meant = { purpose, addressHash: 'hash', userId: 'usr_a' } as const;
  const token = signUnsubscription(meant, 'old');
  expect(verifyUnsubscription(token, ['new', 'old'])).toEqual(meant);
  expect(verifyUnsubscription(token, ['new'])).toBeUndefined();
});
