import { afterAll, beforeAll, expect, test } from 'vitest';
import { Attacker } from './attacker.js';
import { shopUnderTest, type ShopUnderTest } from './shop-under-test.js';

const PASSWORD = 'emporium-demo';
const CHANGE = `mutation ($email: String!, $password: String!) { userEmailChange(email: $email, password: $password) { userErrors { ... on UserError { code } } } }`;
const LOG_IN = `mutation ($email: String!, $password: String!) { userLogin(email: $email, password: $password) { accessToken } }`;

let shop: ShopUnderTest;
let attacker: Attacker;
beforeAll(async () => {
  shop = await shopUnderTest();
  attacker = new Attacker(shop.url);
  await attacker.logIn('customer@emporium.test', PASSWORD);
});
afterAll(() => shop?.close());

test('one account that has its password checked all the time closes the log-in for nobody else', async () => {
  const others: unknown[] = [];
  const logIn = async () => {
    const answer = await new Attacker(shop.url).send(LOG_IN, {
      email: 'supervisor@emporium.test',
      password: PASSWORD,
    });
    others.push(answer.data?.userLogin ? 'in' : answer.errors?.[0]?.extensions['code']);
  };
  const change = () =>
    attacker.send(CHANGE, { email: 'customer@emporium.test', password: PASSWORD });
  for (let round = 0; round < 10; round++) {
    const attacks = Array.from({ length: 90 }, change);
    await Promise.all([...attacks, logIn(), logIn(), logIn()]);
  }
  expect(others).toEqual(Array(30).fill('in'));
}, 120_000);
