import { OrderPaid } from '@emporium/orders-events';
import { UserDeleted, UserMailRequested } from '@emporium/users-events';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  orderPaid,
  startNotifications,
  type NotificationsUnderTest,
} from '../notifications.fixture.js';
import { query } from '../tables.js';
import { composeAccountMail } from './compose-account-mail.js';
import { ACCOUNT_MAILS } from './mail-template.js';
import { header } from './mailer.contract.js';

let n: NotificationsUnderTest;
let t: NotificationsUnderTest['t'];
beforeAll(async () => {
  n = await startNotifications({
    ACCOUNT_URL: 'https://shop.example/account/{action}#{token}',
    MAIL_MAX_PER_ADDRESS: '2',
  });
  ({ t } = n);
});
afterAll(() => t.close());
beforeEach(() => n.accountMails.clear());

const ask = (requestId: string, userId: string | null, id?: string) =>
  t.deliver(UserMailRequested, {
    key: requestId,
    version: 1,
    ...(id ? { id } : {}),
    data: { requestId, userId, kind: 'RESET_PASSWORD' },
  });
const mailsTo = (address: string) => n.mails().filter((mail) => header(mail, 'To') === address);

test('the owner of an account gets the link, which no row of the queue holds', async () => {
  n.accountMails.set('lnk_1', { address: 'ada@example.test', token: 'secret-token' });
  const { id } = await ask('lnk_1', 'usr_ada');
  await n.send();
  const [mail] = mailsTo('ada@example.test');
  expect(header(mail!, 'Subject')).toBe('Set a new password');
  expect(mail!.replace(/=\r?\n/g, '')).toContain(
    'https://shop.example/account/reset-password#secret-token',
  );
  const rows = await query(t.ctx()).selectFrom('Mail').selectAll().execute();
  expect(JSON.stringify(rows)).not.toMatch(/secret-token|ada@example/);
  // Told again after its row was lost, it is the same mail.
  await query(t.ctx()).deleteFrom('Mail').execute();
  await ask('lnk_1', 'usr_ada', id);
  await n.send();
  expect(mailsTo('ada@example.test')).toHaveLength(1);
});

test('while users is away the mail waits; a link that is void by then is not sent', async () => {
  n.orders.away = true;
  await ask('lnk_2', 'usr_bob');
  await n.send();
  expect(await n.queued()).toHaveLength(1);
  n.orders.away = false;
  await n.send();
  expect(await n.queued()).toEqual([]);
  expect(mailsTo('bob@example.test')).toEqual([]);
});

test('nothing is queued when nobody is to be written to', async () => {
  await ask('lnk_3', null);
  expect(await n.queued()).toEqual([]);
});

test('an erased owner gets no mail, and those that were sent are not kept', async () => {
  n.accountMails.set('lnk_4', { address: 'eve@example.test', token: 'x' });
  await ask('lnk_4', 'usr_eve');
  await n.send();
  expect(mailsTo('eve@example.test')).toHaveLength(1);
  await t.deliver(UserDeleted, {
    key: 'usr_eve',
    version: 2,
    data: { id: 'usr_eve', version: 2 },
  });
  await ask('lnk_4', 'usr_eve');
  await n.send();
  expect(mailsTo('eve@example.test')).toEqual([]);
});

test('mails about orders to an address leave its owner the reset of the password', async () => {
  n.accountMails.set('lnk_5', { address: 'owner@example.test', token: 'x' });
  // Anybody may order with a stranger's address.
  for (let i = 0; i < 3; i++) {
    n.addresses.set(`ord_${i}`, 'owner@example.test');
    await t.deliver(OrderPaid, { key: `ord_${i}`, version: 2, data: orderPaid(null, i) });
  }
  await n.send();
  expect(mailsTo('owner@example.test')).toHaveLength(2);
  await ask('lnk_5', 'usr_owner');
  await n.send();
  expect(mailsTo('owner@example.test').map((mail) => header(mail, 'Subject'))).toContain(
    'Set a new password',
  );
});

const NOTICES: string[] = ['factors-changed', 'new-device'];

test('without a page the mail shows the token, in every language', () => {
  for (const language of ['en', 'de', 'fr'])
    for (const template of ACCOUNT_MAILS.filter((one) => !NOTICES.includes(one))) {
      const shop = { name: 'Emporium', language };
      const { subject, text, html } = composeAccountMail(template, { token: 'tok-1' }, shop);
      expect(subject).not.toBe('');
      for (const part of [text, html]) expect(part).toContain('tok-1');
    }
});

test('the notice of changed factors has neither link nor token', () => {
  for (const language of ['en', 'de']) {
    const facts = { token: 'tok-1', link: 'https://shop.example/page#tok-1' };
    const shop = { name: 'Emporium', language };
    const { subject, text, html } = composeAccountMail('factors-changed', facts, shop);
    expect(subject).not.toBe('');
    for (const part of [text, html]) expect(part).not.toContain('tok-1');
  }
});

test('a log-in from a new device is told with its name and place, without a link and without a code', () => {
  const page = 'https://shop.test/account/new-device';
  for (const language of ['en', 'de']) {
    const { text, html } = composeAccountMail(
      'new-device',
      { device: 'Firefox (Windows)', network: '192.0.2.0/24', token: 'tok-1', link: page },
      { name: 'Emporium', language },
    );
    expect(text).toContain('Firefox (Windows), 192.0.2.0/24');
    for (const part of [text, html]) {
      expect(part).toContain('Firefox (Windows), 192.0.2.0');
      for (const none of ['tok-1', page]) expect(part).not.toContain(none);
    }
  }
});
