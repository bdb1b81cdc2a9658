// First, because it loads reflect-metadata, which the decorators of the others need.
import {
  beginTotp,
  enrolTotp,
  startFactorsShop,
  verifyMfa,
  challengeOf,
  type FactorsShop,
} from '../factor/factors.fixture.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { seedDemoUsers } from '../demo/seed-demo-users.js';
import { query } from '../tables.js';
import { logInAs, PASSWORD, principalOf, register, type Person } from '../test/people.js';

let shop: FactorsShop;
let admin: Person;
beforeAll(async () => {
  shop = await startFactorsShop();
  await seedDemoUsers(shop.t.ctx());
  admin = await logInAs(shop.t, 'admin@emporium.test');
});
afterAll(() => shop.t.close());

const ERRORS =
  'userErrors { ... on StepUpRequiredError { code methods } ... on UserError { code path } }';

/** Lets what a session proved be as old as this. */
const age = (person: Pick<Person, 'as'>, interval: string) =>
  query(shop.t.ctx())
    .updateTable('Session')
    .set({
      passwordAt: sql<Date>`password_at - ${interval}::interval`,
      factorAt: sql<Date>`factor_at - ${interval}::interval`,
    })
    .where('id', '=', person.as.sid!)
    .execute();

async function errorsOf(person: Pick<Person, 'as'>, mutation: string) {
  const { data, errors } = await shop.t.execute(`mutation { answer: ${mutation} { ${ERRORS} } }`, {
    as: person.as,
  });
  if (errors) throw new Error(JSON.stringify(errors));
  return data.answer.userErrors as { code: string; methods?: string[] }[];
}

const stepUp = (person: Pick<Person, 'as'>, by: string) => errorsOf(person, `sessionStepUp(${by})`);
const CHANGE = `userPasswordChange(currentPassword: "${PASSWORD}", newPassword: "${PASSWORD}")`;
const EMAIL = `userEmailChange(email: "moved@shop.test", password: "${PASSWORD}")`;
const ERASE = `userErase(confirm: true, password: "${PASSWORD}")`;

test('what changes who may do what needs a proof that is not older than ten minutes', async () => {
  const person = await register(shop.t);
  const { data } = await shop.t.execute('{ roles { id name version } }', { as: admin.as });
  const role = (name: string) =>
    data.roles.find((one: { name: string }) => one.name === name) as { id: string };
  const guarded = [
    `userRoleAssign(userId: "${person.id}", roleId: "${role('SUPERVISOR').id}")`,
    'roleCreate(name: "PICKER", permissions: ["read:stock"])',
    `roleUpdate(id: "${role('SUPERVISOR').id}", permissions: [], expectedVersion: 1)`,
    `roleDelete(id: "${role('SUPERVISOR').id}")`,
    `userCreate(email: "colleague@shop.test", password: "${PASSWORD}", roleId: "${role('SUPERVISOR').id}")`,
    `userErase(userId: "${person.id}", confirm: true)`,
    'factorTotpBegin',
    'factorRemove(id: "fac_00000000-0000-0000-0000-000000000000")',
    'factorRecoveryCodesRenew',
  ];
  await age(admin, '601 seconds');
  for (const mutation of guarded)
    expect(await errorsOf(admin, mutation)).toEqual([
      expect.objectContaining({ code: 'STEP_UP_REQUIRED', methods: ['PASSWORD'] }),
    ]);
  expect(await stepUp(admin, 'password: "not the one"')).toMatchObject([
    { code: 'INVALID_CREDENTIALS' },
  ]);
  expect(await errorsOf(admin, guarded[0]!)).toMatchObject([{ code: 'STEP_UP_REQUIRED' }]);
  expect(await stepUp(admin, 'password: "emporium-demo"')).toEqual([]);
  for (const mutation of guarded.slice(0, 2)) expect(await errorsOf(admin, mutation)).toEqual([]);
});

test('with a second factor the password alone changes neither password, address, factors nor erases', async () => {
  const person = await register(shop.t);
  const { secret } = await enrolTotp(shop, person);
  await age(person, '601 seconds');
  for (const mutation of [CHANGE, EMAIL, ERASE, 'factorTotpBegin'])
    expect(await errorsOf(person, mutation)).toMatchObject([
      { code: 'STEP_UP_REQUIRED', methods: ['TOTP', 'RECOVERY_CODE'] },
    ]);
  expect(await stepUp(person, `password: "${PASSWORD}"`)).toMatchObject([
    { code: 'STEP_UP_REQUIRED' },
  ]);
  shop.pass(30);
  expect(await stepUp(person, 'code: "000000"')).toMatchObject([{ code: 'FACTOR_INVALID' }]);
  const code = shop.code(secret);
  expect(await stepUp(person, `code: "${code}"`)).toEqual([]);
  expect(await errorsOf(person, EMAIL)).toEqual([]);
  expect(await stepUp(person, `code: "${code}"`)).toMatchObject([{ code: 'FACTOR_INVALID' }]);
  expect(await errorsOf(person, ERASE)).toEqual([]);
});

test('a proof counts for its session alone, and a changed password keeps it', async () => {
  const person = await register(shop.t);
  const { secret } = await enrolTotp(shop, person);
  shop.pass(30);
  const { mfaChallenge } = await challengeOf(shop, person.email);
  const { data } = await verifyMfa(shop, mfaChallenge, shop.code(secret));
  const other = { as: principalOf(shop.t, data.userMfaVerify.accessToken) };
  await age(person, '601 seconds');
  expect(await errorsOf(person, CHANGE)).toMatchObject([{ code: 'STEP_UP_REQUIRED' }]);
  const changed = await shop.t.execute(`mutation { answer: ${CHANGE} { accessToken } }`, other);
  const next = { as: principalOf(shop.t, changed.data.answer.accessToken) };
  expect(await errorsOf(next, CHANGE)).toEqual([]);
  expect(await errorsOf(other, CHANGE)).toMatchObject([{ code: 'STEP_UP_REQUIRED' }]);
});

test('a machine, which has no session, changes none of it', async () => {
  const { sid: _none, ...machine } = admin.as;
  const { errors } = await shop.t.execute(
    `mutation { roleCreate(name: "ROBOT", permissions: []) { ${ERRORS} } }`,
    { as: machine },
  );
  expect(errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
});

test('exactly one proof is taken', async () => {
  const person = await register(shop.t);
  for (const by of ['password: null', 'password: "a", code: "b"'])
    expect(await stepUp(person, by)).toMatchObject([{ code: 'INVALID_INPUT' }]);
  expect((await beginTotp(shop, person)).userErrors).toEqual([]);
});
