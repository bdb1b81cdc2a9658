// First, because it loads reflect-metadata, which the decorators of the others need.
import { startPricing, type TestPricing } from '../pricing.fixture.js';
import { UserDeleted } from '@emporium/users-events';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

let t: TestPricing;
let groupId: string;
beforeAll(async () => {
  t = await startPricing();
});
afterAll(() => t.close());
beforeEach(async () => {
  groupId = (await t.save('customerGroupCreate', { name: 'Wholesale' })).customerGroup.id;
});

const change = async (verb: 'Add' | 'Remove', userIds: string[], id = groupId) =>
  (
    await t.ask(
      `mutation ($id: ID!, $userIds: [ID!]!) { customerGroupMembers${verb}(groupId: $id, userIds: $userIds) { customerGroup { members(first: 100) { totalCount nodes { userId } } } userErrors { ... on UserError { code path } } } }`,
      { id, userIds },
    )
  )[`customerGroupMembers${verb}`];
const membersOf = (answer: { customerGroup: { members: { nodes: { userId: string }[] } } }) =>
  answer.customerGroup.members.nodes.map(({ userId }) => userId).toSorted();

test('members are added and removed, repeats change nothing, who comes back has a higher version', async () => {
  expect(membersOf(await change('Add', ['usr_1', 'usr_2']))).toEqual(['usr_1', 'usr_2']);
  expect(membersOf(await change('Add', ['usr_2', 'usr_3', 'usr_3']))).toHaveLength(3);
  expect(membersOf(await change('Remove', ['usr_2', 'usr_9']))).toEqual(['usr_1', 'usr_3']);
  expect(membersOf(await change('Add', ['usr_2']))).toHaveLength(3);
  const told = await t.told(`${groupId}:usr_2`);
  expect(told.map(({ version, isDeleted }) => [version, isDeleted])).toEqual([
    [1, false],
    [2, true],
    [3, false],
  ]);
  expect(told[2]!.rule).toMatchObject({ kind: 'GROUP_MEMBER', groupId, userId: 'usr_2' });
});

test('members come page by page', async () => {
  await change(
    'Add',
    Array.from({ length: 30 }, (_, index) => `usr_${index}`),
  );
  const page = async (after: string | null) =>
    (
      await t.ask(
        'query ($id: ID!, $after: String) { customerGroup(id: $id) { members(first: 20, after: $after) { nodes { userId } pageInfo { hasNextPage endCursor } } } }',
        { id: groupId, after },
      )
    ).customerGroup.members;
  const first = await page(null);
  const second = await page(first.pageInfo.endCursor);
  const all = [...first.nodes, ...second.nodes].map(({ userId }) => userId);
  expect(new Set(all).size).toBe(30);
  expect(second.pageInfo.hasNextPage).toBe(false);
});

test('no users, too many at once and an unknown group are refused', async () => {
  const many = Array.from({ length: 101 }, (_, index) => `usr_${index}`);
  for (const [userIds, id, path] of [
    [[], groupId, 'userIds'],
    [many, groupId, 'userIds'],
    [['usr_1'], 'none', 'groupId'],
  ] as const)
    expect((await change('Add', [...userIds], id)).userErrors).toMatchObject([{ path: [path] }]);
});

test('an erased user leaves all groups', async () => {
  await change('Add', ['usr_gone', 'usr_stays']);
  await t.deliver(UserDeleted, {
    key: 'usr_gone',
    version: 2,
    data: { id: 'usr_gone', version: 2 },
  });
  expect(membersOf(await change('Remove', ['usr_none']))).toEqual(['usr_stays']);
});

test('a group is deleted only when nobody and no rule needs it', async () => {
  await change('Add', ['usr_1']);
  expect((await t.remove('customerGroupDelete', groupId)).userErrors[0].message).toContain(
    'members',
  );
  await change('Remove', ['usr_1']);
  const { priceList } = await t.save('priceListCreate', {
    name: 'Trade',
    currency: 'EUR',
    customerGroupIds: [groupId],
  });
  expect((await t.remove('customerGroupDelete', groupId)).userErrors[0].message).toContain('Trade');
  await t.remove('priceListDelete', priceList.id);
  expect(await t.remove('customerGroupDelete', groupId)).toEqual({
    deletedId: groupId,
    userErrors: [],
  });
  expect(await t.told(groupId)).toEqual([]);
});
