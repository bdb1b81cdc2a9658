// First, because it loads reflect-metadata, which the decorators of the others need.
import {
  challengeOf,
  enrolTotp,
  startFactorsShop,
  verifyMfa,
  type FactorsShop,
} from './factors.fixture.js';
import fc from 'fast-check';
import { generateSync } from 'otplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { CHALLENGE_ATTEMPTS } from '../session/challenge-login.js';
import { forgetFailures } from '../session/login-throttle.js';
import { query } from '../tables.js';
import { register } from '../test/people.js';

let shop: FactorsShop;
beforeAll(async () => {
  shop = await startFactorsShop();
});
afterAll(() => shop.t.close());

type Action = 'begin' | 'pass' | 'right' | 'older' | 'wrong' | 'recover' | 'expire' | 'other';
const actions: Action[] = [
  'begin',
  'pass',
  'right',
  'older',
  'wrong',
  'recover',
  'expire',
  'other',
];

interface Challenge {
  token: string;
  attempts: number;
  isOver: boolean;
}

/** One account, and what must be true of it whatever is done in whatever order. */
async function account() {
  const person = await register(shop.t);
  const { secret, recoveryCodes } = await enrolTotp(shop, person);
  // The code that confirmed the enrolment is used.
  let usedStep = shop.step();
  const challenges: Challenge[] = [];
  const recovery = [...recoveryCodes];
  const spent: string[] = [];

  const attempt = async (challenge: Challenge, code: string, isGood: boolean) => {
    const { data, errors } = await verifyMfa(shop, challenge.token, code);
    expect(errors).toBeUndefined();
    const { accessToken, userErrors } = data.userMfaVerify;
    const mayTry = !challenge.isOver && challenge.attempts < CHALLENGE_ATTEMPTS;
    const expected = mayTry ? (isGood ? undefined : 'FACTOR_INVALID') : 'CHALLENGE_INVALID';
    expect(userErrors[0]?.code).toBe(expected);
    expect(Boolean(accessToken)).toBe(expected === undefined);
    if (mayTry) challenge.attempts += 1;
    if (expected === undefined) challenge.isOver = true;
    // Limits of guessing have tests of their own.
    if (expected === 'FACTOR_INVALID')
      await forgetFailures(shop.t.ctx(), `factor:${person.id}`, ['192.0.2.1'], true);
    return expected === undefined;
  };

  return async (action: Action) => {
    const newest = challenges.at(-1);
    if (action === 'begin' || !newest) {
      const { mfaChallenge } = await challengeOf(shop, person.email);
      challenges.push({ token: mfaChallenge, attempts: 0, isOver: false });
    } else if (action === 'pass') {
      shop.pass(30);
    } else if (action === 'right' || action === 'other' || action === 'older') {
      const step = shop.step() - (action === 'older' ? 1 : 0);
      const code = generateSync({ secret, epoch: step * 30 });
      const challenge = action === 'other' ? challenges[0]! : newest;
      if (await attempt(challenge, code, step > usedStep)) usedStep = step;
    } else if (action === 'wrong') {
      await attempt(newest, spent.at(-1) ?? '000000', false);
    } else if (action === 'recover' && recovery.length > 0) {
      const code = recovery[0]!;
      if (await attempt(newest, code, true)) spent.push(recovery.shift()!);
    } else if (action === 'expire') {
      newest.isOver = true;
      await query(shop.t.ctx())
        .updateTable('LoginChallenge')
        .set({ expiresAt: sql<Date>`now()` })
        .where('userId', '=', person.id)
        .where('usedAt', 'is', null)
        .execute();
      for (const challenge of challenges) challenge.isOver = true;
    }
  };
}

test('whatever is done in whatever order: a code and a challenge log in once, and after five attempts none does', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...actions), { minLength: 10, maxLength: 25 }),
      async (sequence) => {
        const act = await account();
        for (const action of sequence) await act(action);
      },
    ),
    { numRuns: 12, seed: 14 },
  );
  expect(await shop.t.verify()).toEqual([]);
}, 120_000);
