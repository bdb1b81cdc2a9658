// First, because it loads reflect-metadata, which the decorators of the others need.
import { startPricing, type TestPricing } from '../pricing.fixture.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { discountCode } from './discount-code.noun.js';

const GENERATE =
  'mutation ($input: DiscountCodesGenerateInput!, $key: ID!) { discountCodesGenerate(input: $input, idempotencyKey: $key) { codes userErrors { ... on UserError { code path } } } }';
let t: TestPricing;
let promotionId: string;
const promotionOf = async (change: object = {}) =>
  (
    await t.save('promotionCreate', {
      name: 'Off',
      effect: { type: 'PERCENTAGE', rate: '0.1', target: 'ORDER' },
      ...change,
    })
  ).promotion.id as string;
beforeAll(async () => {
  t = await startPricing();
  promotionId = await promotionOf();
});
afterAll(() => t.close());

const create = (code: string, change: object = {}) =>
  t.save('discountCodeCreate', { promotionId, code, ...change }, 'id code version limit');
const generate = async (input: object, key: string) =>
  (await t.ask(GENERATE, { input: { promotionId, ...input }, key })).discountCodesGenerate;

test('a code is kept in one form, however it is typed', async () => {
  const { discountCode } = await create(' welc\u043Eme-10 ');
  expect(discountCode.code).toBe('WELCOME10');
  expect(await t.told(discountCode.id)).toMatchObject([
    { kind: 'DISCOUNT_CODE', rule: { code: 'WELCOME10', promotionId, isExhausted: false } },
  ]);
});

test('a code that is read like another one is taken, until that one is deleted', async () => {
  const { discountCode } = await create('SAVE10');
  for (const typed of ['save 10', 'SAVE1O', 'SAVEIO', 'SAVElO'])
    expect((await create(typed)).userErrors).toMatchObject([
      { code: 'CODE_TAKEN', path: ['input', 'code'] },
    ]);
  await t.remove('discountCodeDelete', discountCode.id, 1);
  expect((await create('SAVE1O')).userErrors).toEqual([]);
});

test('two at once with the same code: one wins', async () => {
  const answers = await Promise.all(Array.from({ length: 4 }, () => create('RACE')));
  expect(answers.filter(({ discountCode }) => discountCode)).toHaveLength(1);
});

test.each([['AB'], ['A'.repeat(41)], ['10%OFF'], ['=SUM'], ['ПРИВЕТ'], ['']])(
  'the code %j is refused',
  async (code) => {
    expect((await create(code)).userErrors[0]).toMatchObject({ path: ['input', 'code'] });
  },
);

test('a code needs a promotion that is there and not automatic', async () => {
  const automatic = await promotionOf({ isAutomatic: true });
  for (const [id, code] of [
    ['none', 'NOT_FOUND'],
    [automatic, 'INVALID_INPUT'],
  ])
    expect((await create('NOPE', { promotionId: id })).userErrors).toMatchObject([
      { code, path: ['input', 'promotionId'] },
    ]);
});

test('codes are generated once per key, all different, of letters and digits', async () => {
  const input = { count: 200, prefix: 'vip-', limit: 1 };
  const first = await generate(input, 'k1');
  expect(first.userErrors).toEqual([]);
  expect(new Set(first.codes).size).toBe(200);
  for (const code of first.codes) expect(code).toMatch(/^VIP[A-Z0-9]{10}$/);
  expect(await generate(input, 'k1')).toEqual(first);
  const { discountCodes } = await t.ask(
    'query ($id: ID!) { discountCodes(first: 1, promotionId: $id, where: { nameContains: "vip" }) { totalCount nodes { limit } } }',
    { id: promotionId },
  );
  expect(discountCodes).toEqual({ totalCount: 200, nodes: [{ limit: 1 }] });
});

test.each([0, 1_001])('%i codes at once are refused', async (count) => {
  expect((await generate({ count }, `n${count}`)).userErrors).toMatchObject([
    { path: ['input', 'count'] },
  ]);
});

test('a deleted promotion takes its codes along', async () => {
  const id = await promotionOf();
  const { discountCode } = await create('ORPHAN', { promotionId: id });
  expect(await t.remove('promotionDelete', id)).toMatchObject({ deletedId: id });
  expect((await t.told(discountCode.id)).at(-1)).toMatchObject({ version: 2, isDeleted: true });
});

test('all codes together have a limit, also for generated ones', async () => {
  const { most } = discountCode;
  const { discountCodes } = await t.ask('query { discountCodes(first: 1) { totalCount } }');
  discountCode.most = discountCodes.totalCount + 2;
  const refused = [{ code: 'INVALID_INPUT', path: ['input'] }];
  try {
    expect((await generate({ count: 3 }, 'three')).userErrors).toEqual(refused);
    expect((await generate({ count: 2 }, 'two')).userErrors).toEqual([]);
    expect((await generate({ count: 1 }, 'one')).userErrors).toEqual(refused);
    expect((await create('ONEMORE')).userErrors).toMatchObject(refused);
  } finally {
    discountCode.most = most;
  }
});
