// First, because it loads reflect-metadata, which the decorators of the others need.
import {
  enrolTotp,
  passwordIsEnough,
  startFactorsShop,
  type FactorsShop,
} from '../factor/factors.fixture.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { adminCommand } from '../admin/admin-command.js';
import { seedDemoUsers } from '../demo/seed-demo-users.js';
import { query } from '../tables.js';
import { newestMail } from '../link/links.fixture.js';
import { isAccepted, logInAs, PASSWORD, register, type Person } from '../test/people.js';

let shop: FactorsShop;
let one: Person;
let two: Person;
beforeAll(async () => {
  shop = await startFactorsShop();
  await seedDemoUsers(shop.t.ctx());
  one = await logInAs(shop.t, 'admin@emporium.test');
  two = await colleague('ADMIN');
});
afterAll(() => shop.t.close());

async function colleague(role: string): Promise<Person> {
  const person = await register(shop.t);
  await query(shop.t.ctx())
    .updateTable('User')
    .set((eb) => ({
      roleId: eb
        .selectFrom('Role')
        .select('Role.id')
        .where('name', '=', role)
        .$asScalar()
        .$notNull(),
    }))
    .where('id', '=', person.id)
    .execute();
  return logInAs(shop.t, person.email, PASSWORD);
}

const ERRORS = 'userErrors { ... on UserError { code } }';
async function send(as: Person, mutation: string) {
  const { data, errors } = await shop.t.execute(
    `mutation { answer: ${mutation} { factorReset { id requestedBy approvedBy } ${ERRORS} } }`,
    { as: as.as },
  );
  return errors ? { userErrors: [errors[0]!.extensions] } : data.answer;
}
const ask = (as: Person, userId: string) =>
  send(as, `factorResetRequest(userId: "${userId}", reason: "Lost phone, called back")`);
const approve = (as: Person, id: string) => send(as, `factorResetApprove(id: "${id}")`);
const codeOf = (answer: { userErrors: { code: string }[] }) => answer.userErrors[0]?.code;

test('factors are reset when a second colleague approves it, and not before', async () => {
  const person = await register(shop.t);
  await enrolTotp(shop, person);
  const { factorReset } = await ask(one, person.id);
  expect(factorReset).toMatchObject({ requestedBy: one.id, approvedBy: null });
  expect(await passwordIsEnough(shop, person.email)).toBe(false);
  const read = `{ user(id: "${person.id}") { factorReset { id } } }`;
  expect((await shop.t.execute(read, { as: two.as })).data.user.factorReset).toEqual({
    id: factorReset.id,
  });
  expect(codeOf(await approve(one, factorReset.id))).toBe('SECOND_PERSON_REQUIRED');
  expect(codeOf(await approve(person, factorReset.id))).toBe('FORBIDDEN');
  expect(await approve(two, factorReset.id)).toMatchObject({
    factorReset: { approvedBy: two.id },
    userErrors: [],
  });
  expect(await passwordIsEnough(shop, person.email)).toBe(true);
  expect(await isAccepted(shop.t, person.accessToken)).toBe(false);
  expect(await newestMail(shop.t, 'FACTORS_CHANGED', person.email)).toBeTruthy();
  expect(codeOf(await approve(two, factorReset.id))).toBe('NOT_FOUND');
  const audited = await query(shop.t.ctx())
    .selectFrom('SecurityEvent')
    .select(['type', 'actorId'])
    .where('userId', '=', person.id)
    .where('type', 'in', ['FACTOR_RESET_REQUESTED', 'FACTORS_RESET'])
    .orderBy('id')
    .execute();
  expect(audited).toEqual([
    { type: 'FACTOR_RESET_REQUESTED', actorId: one.id },
    { type: 'FACTORS_RESET', actorId: two.id },
  ]);
  expect(await shop.t.verify()).toEqual([]);
});

test('nobody resets the own factors, those of a stronger account, or by an old proof or request', async () => {
  const person = await register(shop.t);
  expect(codeOf(await ask(one, person.id))).toBe('INVALID_INPUT');
  expect(codeOf(await ask(one, 'usr_nonsense'))).toBe('NOT_FOUND');
  await enrolTotp(shop, person);
  const clerk = await colleague('SUPERVISOR');
  const strong = { ...clerk, as: { ...clerk.as, permissions: ['read:user', 'update:user'] } };
  expect(codeOf(await ask(one, one.id))).toBe('SECOND_PERSON_REQUIRED');
  const boss = await colleague('ADMIN');
  await enrolTotp(shop, boss);
  expect(codeOf(await ask(strong, boss.id))).toBe('FORBIDDEN');
  const old = (await ask(one, boss.id)).factorReset.id;
  expect(codeOf(await approve(strong, old))).toBe('FORBIDDEN');
  await query(shop.t.ctx())
    .updateTable('FactorReset')
    .set({ expiresAt: sql<Date>`now()` })
    .where('id', '=', old)
    .execute();
  expect(codeOf(await approve(two, old))).toBe('NOT_FOUND');
  const stale = (await ask(one, person.id)).factorReset.id;
  await ask(two, person.id);
  expect(codeOf(await approve(two, stale))).toBe('NOT_FOUND');
  await query(shop.t.ctx())
    .updateTable('Session')
    .set({ passwordAt: sql<Date>`now() - interval '601 seconds'` })
    .where('id', '=', one.as.sid!)
    .execute();
  expect(codeOf(await ask(one, person.id))).toBe('STEP_UP_REQUIRED');
});

test('an operator takes lost factors away, and the owner is told', async () => {
  const person = await register(shop.t);
  await enrolTotp(shop, person);
  const lines: Record<string, unknown>[] = [];
  for await (const line of adminCommand.run(shop.t.ctx(), {
    action: 'reset-factors',
    email: person.email,
    by: 'root',
  }))
    lines.push(line);
  expect(lines[0]!['text']).toContain('has no second factor any more');
  expect(await passwordIsEnough(shop, person.email)).toBe(true);
  expect(await isAccepted(shop.t, person.accessToken)).toBe(false);
  expect(await newestMail(shop.t, 'FACTORS_CHANGED', person.email)).toBeTruthy();
});
