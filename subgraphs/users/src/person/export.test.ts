import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { admin, customer, supervisor } from '@emporium/testing/principals';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sql } from 'kysely';
import { z } from 'zod';
import { ask, seen, startWithParts, workOn } from './person.fixture.js';
import { query } from '../tables.js';
import { seedDemoUsers } from '../demo/seed-demo-users.js';
import { logInAs, PASSWORD, register } from '../test/people.js';
import { exportFile } from './export-file.js';
import { exportHtml } from './export-html.js';

let shop: Awaited<ReturnType<typeof startWithParts>>;
beforeAll(async () => void (shop = await startWithParts()));
afterAll(() => shop.t.close());
beforeEach(() => {
  shop.pages.clear();
  shop.away.clear();
  shop.asked.length = 0;
});

const codeOf = ({ data, errors }: Awaited<ReturnType<typeof ask>>) =>
  errors?.[0]?.extensions?.['code'] ?? data.answer.userErrors[0]?.code;
/** Ages all requests of a person, so that those of today do not count. */
const anotherDay = (userId: string) =>
  query(shop.t.ctx())
    .updateTable('PersonRequest')
    .set({ createdAt: sql<Date>`now() - interval '2 days'` })
    .where('userId', '=', userId)
    .execute();

test('every part is asked page by page, and the file holds all of it', async () => {
  const { t, pages, asked } = shop;
  const { as, id: userId, email } = await register(t);
  pages.set('notifications', [
    { data: { notifications: [{ id: 'ntf_1' }], mails: [] }, next: '1' },
    { data: { notifications: [{ id: 'ntf_2' }] }, next: null },
  ]);
  const { dataExport } = (await ask(t, as)).data.answer;
  expect(dataExport).toMatchObject({ status: 'RUNNING', jsonUrl: null, expiresAt: null });
  await workOn(t);
  const done = await seen(t, as, dataExport.id);
  expect(done).toMatchObject({ status: 'DONE', expiresAt: expect.any(String) });
  expect(done.parts.map(({ name }: { name: string }) => name)).toEqual(
    'cart notifications orders payments pricing users'.split(' '),
  );
  expect(asked.filter((line) => line.startsWith('notifications'))).toEqual([
    'notifications 0',
    'notifications 1',
  ]);
  const file = (await exportFile(t.ctx(), dataExport.id))!;
  expect(file).toMatchObject({ userId, isComplete: true, missing: [] });
  expect(file.data['notifications']).toEqual({
    notifications: [{ id: 'ntf_1' }, { id: 'ntf_2' }],
    mails: [],
  });
  expect(file.data['users']).toMatchObject({
    accounts: [{ id: userId, email, firstName: 'Grace' }],
    sessions: [{ userAgent: null }],
    securityEvents: [{ type: 'REGISTERED' }, { type: 'DATA_EXPORT_REQUESTED' }],
  });
  expect(JSON.stringify(file)).not.toMatch(/argon2|tokenHash|passwordHash/);
  expect(await t.verify()).toEqual([]);
});

test('what users keeps is as the schema of the file says', async () => {
  const { t } = shop;
  const { as } = await register(t);
  const { dataExport } = (await ask(t, as)).data.answer;
  await workOn(t);
  const file = (await exportFile(t.ctx(), dataExport.id))!;
  const text = readFileSync(
    join(import.meta.dirname, '../../../../docs/schema/person-data-1.schema.json'),
    'utf8',
  );
  const schema = z.fromJSONSchema(JSON.parse(text));
  const { users } = file.data;
  const parsed = schema.safeParse(JSON.parse(JSON.stringify({ ...file, data: { users } })));
  expect(parsed.error?.issues).toBeUndefined();
  const broken = { ...file, data: { users: { ...users, accounts: [{ id: 1 }] } } };
  expect(schema.safeParse(JSON.parse(JSON.stringify(broken))).success).toBe(false);
});

test('a part that is away is named, asked again, and holds the others up in nothing', async () => {
  const { t, away } = shop;
  const { as } = await register(t);
  away.add('orders');
  const { dataExport } = (await ask(t, as)).data.answer;
  await workOn(t);
  const waiting = await seen(t, as, dataExport.id);
  expect(waiting.status).toBe('RUNNING');
  expect(waiting.parts.filter(({ status }: { status: string }) => status !== 'DONE')).toEqual([
    { name: 'orders', status: 'WAITING', message: 'orders does not answer.' },
  ]);
  away.clear();
  await workOn(t);
  expect((await seen(t, as, dataExport.id)).status).toBe('DONE');
});

test('a part that never answers is given up and named in the file', async () => {
  const { t, away } = shop;
  const { as } = await register(t);
  away.add('payments');
  const { dataExport } = (await ask(t, as)).data.answer;
  await query(t.ctx())
    .updateTable('PersonRequestPart')
    .set({ attempts: 19 })
    .where('requestId', '=', dataExport.id)
    .execute();
  await workOn(t);
  const over = await seen(t, as, dataExport.id);
  expect(over).toMatchObject({ status: 'INCOMPLETE', jsonUrl: expect.stringContaining('.json?') });
  expect(await exportFile(t.ctx(), dataExport.id)).toMatchObject({
    isComplete: false,
    missing: ['payments'],
  });
  expect(await t.verify()).toEqual([]);
});

test('only the person, with the password, and staff with export:user may ask and look', async () => {
  const { t } = shop;
  const person = await register(t);
  const other = await register(t);
  expect(codeOf(await ask(t, person.as, {}))).toBe('INVALID_INPUT');
  expect(codeOf(await ask(t, person.as, { password: 'wrong password' }))).toBe(
    'INVALID_CREDENTIALS',
  );
  for (const as of [other.as, supervisor])
    expect(codeOf(await ask(t, as, { userId: person.id, password: PASSWORD }))).toBe('FORBIDDEN');
  // A colleague whose session was not proved lately has to do so first.
  expect(codeOf(await ask(t, admin, { userId: person.id }))).toBe('STEP_UP_REQUIRED');
  await seedDemoUsers(t.ctx());
  const colleague = await logInAs(t, 'admin@emporium.test');
  const byStaff = (await ask(t, colleague.as, { userId: person.id })).data.answer.dataExport;
  expect(await seen(t, person.as, byStaff.id)).toMatchObject({ id: byStaff.id });
  expect(await seen(t, other.as, byStaff.id)).toBeNull();
  expect(await seen(t, customer('usr_nobody'), byStaff.id)).toBeNull();
});

test('a repeat gives the export that runs, and a person has at most three a day', async () => {
  const { t } = shop;
  const { as, id } = await register(t);
  const both = await Promise.all([ask(t, as), ask(t, as)]);
  const ids = new Set(both.map(({ data }) => data.answer.dataExport.id));
  expect(ids.size).toBe(1);
  await workOn(t);
  const keyed = { password: PASSWORD, key: 'one' };
  const first = (await ask(t, as, keyed)).data.answer.dataExport.id;
  await workOn(t);
  expect((await ask(t, as, keyed)).data.answer.dataExport.id).toBe(first);
  await ask(t, as);
  await workOn(t);
  expect((await ask(t, as)).data.answer).toMatchObject({
    dataExport: null,
    userErrors: [{ code: 'TOO_MANY_EXPORTS', retryAt: expect.any(String) }],
  });
  await anotherDay(id);
  expect(codeOf(await ask(t, as))).toBeUndefined();
});

test('after its time, and with the erasure of the person, the file is gone', async () => {
  const { t } = shop;
  const { as, id } = await register(t);
  const { dataExport } = (await ask(t, as)).data.answer;
  await workOn(t);
  await query(t.ctx())
    .updateTable('PersonRequest')
    .set({ expiresAt: sql<Date>`now()` })
    .where('id', '=', dataExport.id)
    .execute();
  expect(await exportFile(t.ctx(), dataExport.id)).toBeUndefined();
  await t.runJob('expire-exports');
  expect(await seen(t, as, dataExport.id)).toMatchObject({ status: 'EXPIRED', jsonUrl: null });
  const pagesOf = (requestId: string) =>
    query(t.ctx())
      .selectFrom('PersonExportPage')
      .select('position')
      .where('requestId', '=', requestId)
      .execute();
  expect(await pagesOf(dataExport.id)).toEqual([]);
  const second = (await ask(t, as)).data.answer.dataExport.id;
  await workOn(t);
  expect(await pagesOf(second)).not.toEqual([]);
  await t.execute(`mutation { userErase(confirm: true, password: "${PASSWORD}") { ok } }`, { as });
  expect(await pagesOf(second)).toEqual([]);
  expect(await t.verify()).toEqual([]);
  expect(id).toMatch(/^usr_/);
});

test('the page to read shows every value as text', () => {
  const html = exportHtml(
    {
      ...{ $schema: '', userId: 'usr_1', requestedAt: '2026-12-01', isComplete: false },
      missing: ['cart'],
      data: { users: { accounts: [{ firstName: '<script>alert("1")</script>', phone: null }] } },
    },
    'Shop & Co',
  );
  expect(html).toContain('&#60;script&#62;alert(&#34;1&#34;)&#60;/script&#62;');
  expect(html).not.toContain('<script');
  expect(html).toContain('Shop &#38; Co');
  expect(html).toContain('Missing: cart');
});

test('I41: pages that are missing, or left over, and parts that were forgotten are reported', async () => {
  const { t } = shop;
  const { as } = await register(t);
  const { id } = (await ask(t, as)).data.answer.dataExport;
  await workOn(t);
  const request = () => query(t.ctx()).updateTable('PersonRequest').where('id', '=', id);
  await request().set({ status: 'EXPIRED' }).execute();
  expect(await t.verify()).toContain(`I41: export ${id} is over and still holds pages of users`);
  await request().set({ status: 'DONE' }).execute();
  await query(t.ctx())
    .deleteFrom('PersonExportPage')
    .where('requestId', '=', id)
    .where('subgraph', '=', 'users')
    .execute();
  await query(t.ctx())
    .updateTable('PersonRequestPart')
    .set({ status: 'WAITING', doneAt: null })
    .where('requestId', '=', id)
    .where('subgraph', '=', 'cart')
    .execute();
  expect(await t.verify()).toEqual([
    `I41: request ${id} is over, and cart still has to answer`,
    `I41: export ${id} has other pages of users than it counted`,
  ]);
  await query(t.ctx()).deleteFrom('PersonRequest').where('id', '=', id).execute();
});
