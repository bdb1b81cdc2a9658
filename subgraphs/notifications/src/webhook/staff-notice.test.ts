import { admin } from '@emporium/testing/principals';
import { DELIVERIES, startShop, UPDATE, type TestShop } from './shop.fixture.js';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { query } from '../tables.js';
import { answering, startReceiver, type Receiver } from './receiver.fixture.js';

let t: TestShop;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
  receiver.answer = answering(410);
  t = await startShop({
    MAIL_STAFF: 'gone@example.com,ops@example.com',
    // They are for customers alone.
    MAIL_MAX_PER_ADDRESS: '0',
  });
});
afterAll(async () => {
  await t.close();
  await receiver.close();
});

const sendMails = async () => {
  await query(t.ctx())
    .updateTable('Mail')
    .set({ dueAt: new Date(0) })
    .execute();
  await t.runJob('send-mail');
};

test('an address of staff that is refused keeps nobody else from the news, and nobody gets it twice', async () => {
  const { mailer } = t.ctx().services;
  const send = vi.spyOn(mailer, 'send').mockImplementation(async ({ to }) => {
    if (to === 'gone@example.com') throw new Error('550 no such mailbox');
  });
  const sentTo = (address: string) =>
    send.mock.calls.map(([mail]) => mail).filter(({ to }) => to === address);
  await t.register(receiver.url);
  await t.pay(1);
  await t.send();
  for (let n = 0; n < 20; n++) {
    await t.later(60 * 60_000);
    await sendMails();
  }
  expect(sentTo('ops@example.com')).toMatchObject([
    { subject: 'A webhook endpoint was switched off', text: expect.stringContaining('127.0.0.1') },
  ]);
  // Given up like every other mail.
  expect(sentTo('gone@example.com')).toHaveLength(10);
  send.mockRestore();
});

test('nobody is told of an endpoint that works again by then', async () => {
  const { id } = await t.register(receiver.url);
  await t.pay(2);
  await t.send();
  const { data } = await t.execute(DELIVERIES, { variables: { id }, as: admin });
  expect(data.webhookEndpoint.isActive).toBe(false);
  const { version } = data.webhookEndpoint;
  await t.change(UPDATE, { id, version, input: { isActive: true } });
  await sendMails();
  expect(await t.ctx().services.mailer.kept()).toEqual([]);
});
