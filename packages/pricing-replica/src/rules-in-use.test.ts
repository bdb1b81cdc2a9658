import { openEmbeddedSubgraph } from '@emporium/db/open-embedded';
import { SubgraphMigration } from '@emporium/db/platform-migration';
import type { GroupMemberRule } from '@emporium/pricing/rules';
import { emptyDatabase } from '@emporium/testing/database-snapshot';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ruleEntities } from './pricing-rule.entity.js';
import { query } from './rule-query.js';
import { ruleReplica } from './rule-replica.js';
import { RULE_TABLES } from './rule-tables.js';
import { rulesInUse } from './rules-in-use.js';
import { storeRule } from './store-rule.js';

class Tables extends SubgraphMigration {
  override change(): void {
    for (const statement of RULE_TABLES) this.addSql(statement);
  }
}

let open: () => Parameters<typeof rulesInUse>[0];
let close: () => Promise<void>;
beforeAll(async () => {
  const embedded = await emptyDatabase();
  const parts = { name: 'copy', entities: Object.values(ruleEntities), migrations: [Tables] };
  const database = await openEmbeddedSubgraph(parts, embedded.connection);
  open = () => ({ em: database.fork(), memo: new Map(), log: { warn: () => undefined } as never });
  close = async () => {
    await database.close();
    await embedded.close();
  };
});
afterAll(() => close());
beforeEach(async () => {
  await query(open()).deleteFrom('PricingRuleRow').execute();
  await query(open())
    .updateTable('PricingRuleState')
    .set((eb) => ({ purges: eb('purges', '+', 1) }))
    .execute();
});

const member = (id: string, groupId: string): GroupMemberRule => ({
  kind: 'GROUP_MEMBER',
  id,
  groupId,
  userId: `user of ${id}`,
});
const store = (id: string, version: number, groupId: string | null) =>
  storeRule(open(), {
    data: {
      id,
      kind: 'GROUP_MEMBER',
      version,
      isDeleted: groupId === null,
      rule: groupId === null ? null : member(id, groupId),
    },
  });
const groups = async (ctx = open()) =>
  Object.fromEntries(
    [...(await rulesInUse(ctx)).groupsByUser].map(([user, of]) => [user, [...of].join()]),
  );

test('a stored rule is used by the next request, and by one request throughout', async () => {
  const request = open();
  expect(await groups(request)).toEqual({});
  await store('a', 1, 'gold');
  expect(await groups(request)).toEqual({});
  expect(await groups()).toEqual({ 'user of a': 'gold' });
});

test('the newest version wins in any order, and a deleted rule does not come back', async () => {
  await store('a', 2, 'second');
  await store('a', 1, 'first');
  expect(await groups()).toEqual({ 'user of a': 'second' });
  await store('a', 4, null);
  await store('a', 3, 'third');
  await store('b', 1, 'other');
  expect(await groups()).toEqual({ 'user of b': 'other' });
  const copies = await ruleReplica('owner.rules', 'rules').page(open() as never, '', 10);
  expect(copies).toMatchObject([
    { id: 'a', version: 4, ended: true, buried: true },
    { id: 'b', version: 1, ended: false },
  ]);
});

test('rules are compiled once per change, however many requests come at once', async () => {
  await store('a', 1, 'gold');
  const many = await Promise.all(Array.from({ length: 20 }, () => rulesInUse(open())));
  expect(new Set(many).size).toBe(1);
  await store('b', 1, 'silver');
  const later = await Promise.all(Array.from({ length: 20 }, () => groups()));
  for (const each of later) expect(each).toEqual({ 'user of a': 'gold', 'user of b': 'silver' });
});

test('changes stored at once are all seen', async () => {
  await Promise.all(
    Array.from({ length: 30 }, (_, n) => store(`r${n}`, 1, 'gold').then(() => groups())),
  );
  expect(Object.keys(await groups())).toHaveLength(30);
});

test('a forgotten rule is out of use', async () => {
  await store('a', 1, 'gold');
  await store('b', 1, 'gold');
  expect(Object.keys(await groups())).toHaveLength(2);
  await ruleReplica('owner.rules', 'rules').forget!(open() as never, ['a']);
  expect(await groups()).toEqual({ 'user of b': 'gold' });
});
