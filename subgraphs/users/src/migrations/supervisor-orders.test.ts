import { sqlRun } from '@emporium/db/sql';
import { inTransaction } from '@emporium/platform/in-transaction';
import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UsersServices } from '../context.js';
import { users } from '../subgraph.js';
import { query } from '../tables.js';
import { BUILT_IN_ROLES } from '@emporium/auth/permissions';
import type { SubgraphMigration } from '@emporium/db/platform-migration';
import {
  SUPERVISOR_BEFORE_EDITS,
  Users006SupervisorsEditOrders,
} from './users-006-supervisors-edit-orders.js';
import { Users014SupervisorsCreateOrders } from './users-014-supervisors-create-orders.js';
import { SUPERVISOR_BEFORE, Users002SupervisorOrders } from './users-002-supervisor-orders.js';

let t: TestSubgraph<UsersServices>;
beforeAll(async () => void (t = await startTestSubgraph(users)));
afterAll(() => t.close());

const added = ['fulfill:order', 'read:return', 'update:return', 'refund:payment'];

/** Runs a migration on a role with these permissions; what it has afterwards. */
async function migrated(
  permissions: readonly string[],
  { prototype }: { prototype: SubgraphMigration } = Users002SupervisorOrders,
): Promise<string[]> {
  const statements: string[] = [];
  const migration = Object.create(prototype) as Users002SupervisorOrders;
  migration.addSql = (statement) => void statements.push(String(statement));
  migration.change();
  const supervisor = query(t.ctx()).updateTable('Role').where('name', '=', 'SUPERVISOR');
  await supervisor.set({ permissions: [...permissions] }).execute();
  await inTransaction(t.ctx(), async (em) => {
    await sqlRun(em, `set local search_path to "users", public`);
    for (const statement of statements) await sqlRun(em, statement);
  });
  const role = await query(t.ctx())
    .selectFrom('Role')
    .select('permissions')
    .where('name', '=', 'SUPERVISOR')
    .executeTakeFirstOrThrow();
  return role.permissions;
}

test('supervisors of an older shop may fulfil, answer returns and refund, whatever the order of the list', async () => {
  expect(await migrated(SUPERVISOR_BEFORE.toReversed())).toEqual([
    ...SUPERVISOR_BEFORE.toReversed(),
    ...added,
  ]);
});

test('a role that the staff of the shop changed stays what they made of it', async () => {
  const more = [...SUPERVISOR_BEFORE, 'read:role'];
  expect(await migrated(more)).toEqual(more);
  const less = SUPERVISOR_BEFORE.slice(1);
  expect(await migrated(less)).toEqual(less);
});

test('supervisors of a shop from before may change and prepare orders, as those of a new one', async () => {
  const first = await migrated(SUPERVISOR_BEFORE_EDITS, Users006SupervisorsEditOrders);
  const after = await migrated(first, Users014SupervisorsCreateOrders);
  expect(after.toSorted()).toEqual([...BUILT_IN_ROLES.SUPERVISOR].toSorted());
  const less = SUPERVISOR_BEFORE_EDITS.slice(1);
  expect(await migrated(less, Users006SupervisorsEditOrders)).toEqual(less);
  expect(await migrated(less, Users014SupervisorsCreateOrders)).toEqual(less);
});
