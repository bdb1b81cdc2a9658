import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ANONYMOUS } from '@emporium/auth/principal';
import { OrderCancelled } from '@emporium/orders-events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACCOUNT_MAILS, ORDER_MAILS, STAFF_MAILS } from '../mail/mail-template.js';
import {
  aboutOrder,
  startNotifications,
  type NotificationsUnderTest,
} from '../notifications.fixture.js';

let n: NotificationsUnderTest;
let server: Server;
beforeAll(async () => {
  n = await startNotifications({ STOREFRONT_URL: 'https://shop.example/orders/{number}' });
  server = createServer((req, res) =>
    n.t.running.route(req, res, { principal: ANONYMOUS, requestId: 'test' }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server.close();
  await n.t.close();
});
const get = async (path: string) => {
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
  return { status: response.status, text: await response.text(), headers: response.headers };
};

test('every mail can be looked at in every language, as HTML and as text', async () => {
  const { text, headers } = await get('/mails');
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  const links = [...text.matchAll(/href="([^"]+)"/g)].map(([, link]) => link!);
  expect(links).toHaveLength(
    (ORDER_MAILS.length + ACCOUNT_MAILS.length + STAFF_MAILS.length + 1) * 2 * 2,
  );
  for (const link of links) {
    const page = await get(link);
    expect([link, page.status]).toEqual([link, 200]);
    expect(page.text).not.toMatch(/\{\{|undefined/);
    expect(page.text).toMatch(
      /EM-7K3MB-Q9TDX|sample-token|whk_sample|SHIRT-BLUE-M|Firefox \(Windows\)|second factor|zweiter Faktor/,
    );
  }
});

test('the mails of the folder are listed and can be read; others are not there', async () => {
  n.addresses.set('ord_1', 'ada@example.test');
  await n.t.deliver(OrderCancelled, {
    key: 'ord_1',
    version: 3,
    data: { ...aboutOrder(null, 1), version: 3, reason: 'STAFF', wasPaid: false },
  });
  await n.send();
  const [, link] = /href="(\/mails\/sent\/[^"]+)"/.exec((await get('/mails')).text)!;
  expect((await get(link!)).text).toContain('To: ada@example.test');
  for (const path of [
    '/mails/sent/mail_none',
    '/mails/sent/..%2f..%2fkeys',
    '/mails/preview/none.en.html',
    '/mails/preview/order-paid.en.exe',
  ])
    expect([path, (await get(path)).status]).toEqual([path, 404]);
});

test('in production there is no such page', async () => {
  Object.assign(n.t.config, { production: true });
  for (const path of ['/mails', '/mails/preview/order-paid.en.html', '/mails/sent/mail_1'])
    expect((await get(path)).status).toBe(404);
  Object.assign(n.t.config, { production: false });
});
