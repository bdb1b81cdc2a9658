// First, because it loads reflect-metadata, which the decorators of the others need.
import { startPricing, type TestPricing } from '../pricing.fixture.js';
import { randomUUID } from 'node:crypto';
import { openPgPool } from '@emporium/db/pg-client';
import { withDatabase } from '@emporium/db/prepare-server';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { eventually } from '@emporium/testing/eventually';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeMembers } from '../group/change-members.js';
import { onUserDeleted } from '../group/on-user-deleted.js';
import { promotion } from '../promotion/promotion.noun.js';
import { onOrderCreated } from '../redemption/on-order-created.js';
import { query } from '../tables.js';
import { lockRule } from './lock-rule.js';

type EventOf<T extends (...args: never[]) => unknown> = Parameters<T>[1];

// The embedded database has one connection, so only here do transactions really meet.
describeWithEngine('rules on PostgreSQL', engineUrls().databaseUrl, (url) => {
  const name = `pricing_test_${randomUUID().replaceAll('-', '')}`;
  let t: TestPricing;
  beforeAll(async () => {
    t = await startPricing({ env: { PRICING_DATABASE_URL: withDatabase(url, name) } });
  }, 120_000);
  afterAll(async () => {
    await t.close();
    const server = openPgPool(url, 1);
    await server.query(`drop database if exists ${name} with (force)`);
    await server.close();
  });

  /** Lets `second` run into what the transaction of `first` holds, which `then` may go on with. */
  const whileHeld = async (
    first: (ctx: Ctx) => Promise<unknown>,
    second: () => Promise<unknown>,
    then?: (ctx: Ctx) => Promise<unknown>,
  ) => {
    const [held, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const ctx = t.ctx();
    const holder = inTransaction(ctx, async () => {
      await first(ctx);
      held.resolve();
      await release.promise;
      await then?.(ctx);
    });
    await held.promise;
    const waiter = second();
    await eventually(async () => {
      const { rows } = await sql`
        select 1 from pg_stat_activity where datname = ${name} and wait_event_type = 'Lock'
      `.execute(query(t.ctx()));
      expect(rows).toHaveLength(1);
    }).finally(release.resolve);
    await Promise.all([holder, waiter]);
  };

  test('a member whose account is erased while staff take it out leaves the group once', async () => {
    const { customerGroup } = await t.save('customerGroupCreate', { name: 'Trade' });
    const groupId = customerGroup.id as string;
    await t.ask(
      'mutation ($g: ID!) { customerGroupMembersAdd(groupId: $g, userIds: ["usr_1"]) { userErrors { ... on UserError { code } } } }',
      { g: groupId },
    );
    const event = { data: { id: 'usr_1', version: 2 } } as EventOf<typeof onUserDeleted>;
    await whileHeld(
      (erasure) => onUserDeleted(erasure, event),
      () => removeMembers(t.ctx(), { groupId, userIds: ['usr_1'] }),
    );
    expect((await t.told(`${groupId}:usr_1`)).map(({ version }) => version)).toEqual([1, 2]);
    expect(await t.verify()).toEqual([]);
  });

  test('an order that redeems a code waits for its promotion before it holds the code', async () => {
    const { promotion: made } = await t.save('promotionCreate', {
      name: 'Off',
      effect: { type: 'PERCENTAGE', rate: '0.1', target: 'ORDER' },
    });
    const promotionId = made.id as string;
    const { discountCode } = await t.save('discountCodeCreate', { promotionId, code: 'WELCOME' });
    const { id: codeId } = discountCode;
    const discounts = [{ promotionId, codeId, code: 'WELCOME' }];
    const event = { data: { orderId: 'ord_1', discounts } } as unknown as EventOf<
      typeof onOrderCreated
    >;
    const order = t.ctx();
    await whileHeld(
      (deletion) => lockRule(deletion, promotion, promotionId, { path: [] }),
      () => inTransaction(order, () => onOrderCreated(order, event)),
      // As whoever deletes the promotion does next; a held code would be a deadlock.
      (deletion) =>
        query(deletion)
          .selectFrom('Rule')
          .select('id')
          .where('id', '=', codeId)
          .forUpdate()
          .noWait()
          .execute(),
    );
    expect(await t.verify()).toEqual([]);
  });
});
