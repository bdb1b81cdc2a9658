import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { generateSync } from 'otplib';
import { startTestSubgraph } from '@emporium/testing/test-subgraph';
import type { UsersServices } from '../context.js';
import { users } from '../subgraph.js';
import { IN_BODY, PASSWORD, tryLogIn, type Person } from '../test/people.js';

export const ERRORS = 'userErrors { __typename ... on UserError { code path } }';

/** Users on a clock of its own, so that codes can be waited for without waiting. */
export interface FactorsShop {
  t: TestSubgraph<UsersServices>;
  /** Lets time pass for codes, and only for them: deadlines are the database's. */
  pass(seconds: number): void;
  /** The step of time that codes belong to now. */
  step(): number;
  /** The code that an app with this secret shows now, or so many steps from now. */
  code(secret: string, steps?: number): string;
}

export interface Enrolled {
  factorId: string;
  secret: string;
  recoveryCodes: string[];
}

export async function startFactorsShop(env: Record<string, string> = {}): Promise<FactorsShop> {
  // Standing still but for pass(), so that no code ends between being read and being sent.
  let nowMs = Date.now();
  const now = () => new Date(nowMs);
  const t = await startTestSubgraph(users, { now, env });
  return {
    t,
    pass: (seconds) => void (nowMs += seconds * 1_000),
    step: () => Math.floor(nowMs / 30_000),
    code: (secret, steps = 0) =>
      generateSync({ secret, epoch: Math.floor(now().getTime() / 1_000) + steps * 30 }),
  };
}

/** Starts the enrolment of an authenticator app. */
export async function beginTotp({ t }: FactorsShop, person: Person) {
  const query = `mutation { factorTotpBegin { enrolment { factorId secret uri qrCode } ${ERRORS} } }`;
  return (await t.execute(query, { as: person.as })).data.factorTotpBegin;
}

/** Confirms one by a code. */
export async function confirmTotp(
  { t }: FactorsShop,
  person: Person,
  factorId: string,
  code: string,
) {
  const query = `mutation ($id: ID!, $code: String!) { factorTotpConfirm(factorId: $id, code: $code) { factor { id kind name } recoveryCodes ${ERRORS} } }`;
  const variables = { id: factorId, code };
  return (await t.execute(query, { as: person.as, variables })).data.factorTotpConfirm;
}

/** Gives somebody an authenticator app; its code of now is used up. */
export async function enrolTotp(shop: FactorsShop, person: Person): Promise<Enrolled> {
  const { enrolment } = await beginTotp(shop, person);
  const { factorId, secret } = enrolment;
  const { recoveryCodes } = await confirmTotp(shop, person, factorId, shop.code(secret));
  return { factorId, secret, recoveryCodes };
}

/** The challenge that a log-in with the right password is answered with. */
export async function challengeOf({ t }: FactorsShop, email: string, password = PASSWORD) {
  const query = `mutation ($email: String!, $password: String!) { userLogin(email: $email, password: $password) { accessToken refreshToken mfaChallenge userErrors { ... on FactorRequiredError { code methods } ... on UserError { code } } } }`;
  const { data } = await t.execute(query, { variables: { email, password }, headers: IN_BODY });
  return data.userLogin as {
    accessToken: string | null;
    refreshToken: string | null;
    mfaChallenge: string;
    userErrors: { code: string; methods: string[] }[];
  };
}

/** Completes a log-in. */
export function verifyMfa({ t }: FactorsShop, challenge: string, code: string, ip = '192.0.2.1') {
  const query = `mutation ($challenge: String!, $code: String!) { userMfaVerify(challenge: $challenge, code: $code) { user { id } accessToken refreshToken ${ERRORS} } }`;
  return t.execute(query, {
    variables: { challenge, code },
    headers: { ...IN_BODY, 'x-client-ip': ip },
  });
}

/** Logs in with password and code; the codes of what went wrong, none when it worked. */
export async function logInWith(shop: FactorsShop, email: string, code: string, ip?: string) {
  const { mfaChallenge } = await challengeOf(shop, email);
  const { data, errors } = await verifyMfa(shop, mfaChallenge, code, ip);
  if (errors) throw new Error(JSON.stringify(errors));
  return data.userMfaVerify.userErrors.map((error: { code: string }) => error.code) as string[];
}

/** Whether a password alone still logs in. */
export async function passwordIsEnough({ t }: FactorsShop, email: string): Promise<boolean> {
  return Boolean((await tryLogIn(t, email, PASSWORD)).data.userLogin.accessToken);
}
