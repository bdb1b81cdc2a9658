import { join } from 'node:path';
import type { ReceivedMessage } from '@emporium/bus/event-bus';
import { sqlRun } from '@emporium/db/sql';
import { runCommand } from '@emporium/shop/commands/run-command';
import { eventually } from '@emporium/testing/eventually';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './client.js';
import { TOPICS } from './faults/observe-bus.js';
import { oceanBlueShirt, type Bought } from './ocean-blue-shirt.js';
import * as q from './purchase.js';
import { filesWith, tablesWith } from './search-traces.js';
import { shopUnderTest, type ShopUnderTest } from './shop-under-test.js';

const PROFILE = `mutation ($input: UserProfileInput!) { userProfileUpdate(input: $input) { user { id } userErrors { ... on UserError { code } } } }`;
const ADDRESS = `mutation ($address: AddressInput!) { userAddressCreate(address: $address) { address { id } userErrors { ... on UserError { code } } } }`;
const AVATAR = `mutation ($file: Upload!) { avatarUpload(file: $file) { asset { id } userErrors { ... on UserError { code } } } }`;
const ME = '{ me { avatar { url } } }';
const ERASE = `mutation { userErase(confirm: true, password: "a-long-password") { ok userErrors { ... on UserError { code message } } } }`;
const STEP_MS = 120_000;

/** Uploads a picture, shows it in the profile, and returns its address, which answers. */
async function ownAvatar(client: Client): Promise<string> {
  const png = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'tan' } })
    .png()
    .toBuffer();
  const { data } = await client.upload(AVATAR, new Blob([new Uint8Array(png)]), 'me.png');
  const input = { avatarId: data?.avatarUpload.asset.id };
  expect((await client.get(PROFILE, { input })).userProfileUpdate.userErrors).toEqual([]);
  const { url } = (await client.get(ME)).me.avatar;
  expect((await fetch(url)).status).toBe(200);
  return url;
}

/**
 * Somebody registers, buys and is erased: afterwards nothing of the person is in any table, file,
 * or message of the bus.
 */
export function describeErasure(name: string, env: () => Record<string, string>): void {
  describe(`an erased person, ${name}`, { timeout: 4 * STEP_MS }, () => {
    const email = `${q.unique('zacharias')}@erased.example`;
    const traces = [email, 'Zacharias', 'Quellenhausen', 'Verlorene Gasse', '+49 4711 0815'];
    const address = {
      name: 'Zacharias Quellenhausen',
      line1: 'Verlorene Gasse 7',
      city: 'Bremen',
      postalCode: '28195',
      country: 'DE',
    };
    let t: ShopUnderTest;
    let bought: Bought;
    let userId: string;
    const heard: ReceivedMessage[] = [];
    const shop = () => t.shop!;
    const change = (subgraph: string, statement: string, params: unknown[] = []) =>
      sqlRun(
        shop()
          .subgraphs.find((each) => each.name === subgraph)!
          .database.fork(),
        statement,
        params,
      );

    beforeAll(async () => {
      t = await shopUnderTest(env());
      await shop().runtime.bus.subscribe({
        group: 'erasure-search',
        topics: TOPICS,
        handle: async (message) => void heard.push(message),
      });
      bought = await oceanBlueShirt(t);
    }, 4 * STEP_MS);
    afterAll(() => t?.close());

    test('buys, is found, is erased, and is found nowhere', async () => {
      const client = t.client();
      const { userRegister } = await client.get(q.REGISTER, { email, password: 'a-long-password' });
      userId = userRegister.user.id;
      client.token = userRegister.accessToken;
      const input = { firstName: 'Zacharias', lastName: 'Quellenhausen', phone: '+49 4711 0815' };
      expect((await client.get(PROFILE, { input })).userProfileUpdate.userErrors).toEqual([]);
      expect((await client.get(ADDRESS, { address })).userAddressCreate.userErrors).toEqual([]);
      const avatar = await ownAvatar(client);
      const { cartLinesAdd } = await client.get(q.CART_ADD, {
        lines: [{ variantId: bought.variantId, quantity: 1 }],
      });
      const expectedTotal = cartLinesAdd.cart.cost.total;
      const { orderPlace } = await client.get(q.ORDER_PLACE, {
        input: {
          shippingAddress: address,
          shippingMethodId: q.freeDelivery(cartLinesAdd.cart),
          expectedTotal,
        },
        key: q.unique('order'),
      });
      expect(orderPlace.userErrors).toEqual([]);
      const { id } = orderPlace.order;
      expect(
        (await client.get(q.PAY, { id, method: 'tok_ok', key: q.unique('pay') })).paymentCreate
          .userErrors,
      ).toEqual([]);
      await eventually(
        async () => expect((await client.get(q.ORDER, { id })).order.status).toBe('PAID'),
        STEP_MS,
      );

      // The search finds what is there; that it finds nothing later says something only then.
      const mails = join(shop().config.dataDir, 'mail');
      // The link that verifies the address, and the paid order.
      await eventually(() => expect(filesWith(mails, traces)).toHaveLength(2), STEP_MS);
      await eventually(
        async () =>
          expect(await tablesWith(shop(), traces)).toEqual(
            expect.arrayContaining([
              'orders.denormalized_users',
              'orders.orders',
              'users.app_user',
              'users.user_address',
            ]),
          ),
        STEP_MS,
      );

      expect((await client.get(ERASE)).userErase).toEqual({ ok: true, userErrors: [] });
      // A paid order knows where it goes until it has left.
      await eventually(
        async () => expect(await tablesWith(shop(), traces)).toEqual(['orders.orders']),
        STEP_MS,
      );
      const staff = await t.client().logIn('admin@emporium.test', 'emporium-demo');
      const sent = await staff.get(q.FULFILL, { id, key: q.unique('parcel') });
      expect(sent.fulfillmentCreate.userErrors).toEqual([]);
      await eventually(async () => expect(await tablesWith(shop(), traces)).toEqual([]), STEP_MS);
      await eventually(() => expect(filesWith(shop().config.dataDir, traces)).toEqual([]), STEP_MS);
      await eventually(async () => expect((await fetch(avatar)).status).toBe(404), STEP_MS);
      const ofPerson = () => heard.filter(({ key }) => key === userId);
      await eventually(
        () => expect(ofPerson().at(-1)?.headers['type']).toBe('USER_DELETED'),
        STEP_MS,
      );
      expect(ofPerson().length).toBeGreaterThanOrEqual(3);
      expect(heard.filter(({ key }) => key === id).length).toBeGreaterThanOrEqual(3);
      for (const { value, headers, topic } of heard) {
        const text = `${value?.toString()} ${JSON.stringify(headers)}`.toLowerCase();
        for (const trace of traces)
          expect(text.includes(trace.toLowerCase()), `${topic} holds ${trace}: ${text}`).toBe(
            false,
          );
      }
    });

    test('verify is content, and reports whatever is planted', async () => {
      const verify = async () => {
        const lines: string[] = [];
        try {
          for await (const line of runCommand(shop(), 'verify', {}))
            lines.push(String((line as { text?: string }).text).trim());
        } catch {
          // A violation ends the command with an error; the lines say which.
        }
        return lines.filter(
          (line) => line.includes(userId) || /personal data|erased user$|reader is gone/.test(line),
        );
      };
      const FINE = /^ok /;
      await eventually(
        async () => expect((await verify()).filter((line) => !FINE.test(line))).toEqual([]),
        STEP_MS,
      );
      await change('orders', `update orders.denormalized_users set email = ? where id = ?`, [
        email,
        userId,
      ]);
      await change(
        'notifications',
        `update notifications.recipient set erased = false where user_id = ?`,
        [userId],
      );
      await change(
        'media',
        `insert into media.media_asset (id, content_hash, mime_type, bytes, width, height, placeholder, owner_id) values ('med_planted', 'planted', 'image/png', 1, 1, 1, 'data:', ?)`,
        [userId],
      );
      await change(
        'notifications',
        `insert into notifications.mail (id, event_id, order_id, user_id, template, fields, due_at) values ('mail_planted', 'planted', 'ord_planted', ?, 'order-shipped', '{}', now() + interval '1 day')`,
        [userId],
      );
      await change(
        'notifications',
        `insert into notifications.cart_reminder (user_id) values (?)`,
        [userId],
      );
      await change(
        'notifications',
        `insert into notifications.mail_preferences (user_id, wanted, version, updated_at) values (?, '{}', 1, now())`,
        [userId],
      );
      await change(
        'orders',
        `insert into orders.outbox (topic, aggregate_id, aggregate_version, type, payload, headers, parked_at) values ('order_events', 'planted', 1, 'ORDER_PAID', ?, '{}', now())`,
        [JSON.stringify({ data: { email } })],
      );
      const found = (await verify()).filter((line) => !FINE.test(line));
      expect(found).toEqual(
        expect.arrayContaining([
          `users in orders: ${userId} still belongs to an erased user`,
          `users in notifications: ${userId} still belongs to an erased user`,
          'pictures in media: med_planted still belongs to an erased user',
          `cart reminders: ${userId} still belongs to an erased user`,
          `mail preferences: ${userId} still belongs to an erased user`,
          'mails: mail_planted still belongs to an erased user',
          expect.stringMatching(
            /^outbox of orders: event \d+ \(ORDER_PAID\) carries personal data$/,
          ),
        ]),
      );
      if (shop().runtime.bus.kind !== 'memory') return;
      await change(
        'users',
        `insert into bus.events (topic, key, value, headers) values ('auth_events', 'planted', convert_to(?, 'UTF8'), '{}')`,
        [JSON.stringify({ data: { firstName: 'Zacharias' } })],
      );
      expect(await verify()).toContainEqual(
        expect.stringMatching(/^event log: auth_events \d+ carries personal data/),
      );
    });
  });
}
