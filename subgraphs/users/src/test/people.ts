import { readRevocation, REVOCATION_FEED } from '@emporium/auth/revocation';
import { accessTokenVerifier } from '@emporium/auth/access-token';
import type { Principal } from '@emporium/auth/principal';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import type { UsersServices } from '../context.js';
import { DEMO_PASSWORD } from '../demo/demo-people.js';

export const PASSWORD = 'correct horse battery';
export const IN_BODY = { 'x-token-transport': 'body' };

/** Somebody who is logged in, with what the client holds. */
export interface Person {
  id: string;
  email: string;
  accessToken: string;
  refreshToken: string;
  as: Principal;
}

let count = 0;
export const freshEmail = () => `person-${(count += 1)}@shop.test`;

/** Who a gateway would take the bearer of this token for. */
export function principalOf(t: TestSubgraph<UsersServices>, accessToken: string): Principal {
  const claims = accessTokenVerifier(t.config.jwtPublicKeys)(accessToken);
  if (!claims) throw new Error('the access token is not valid');
  const { sub, sid, role, permissions } = claims;
  return { kind: 'user', sub, sid, role, permissions };
}

/** Whether a gateway that has read the feed would still accept the token. */
export async function isAccepted(
  t: TestSubgraph<UsersServices>,
  accessToken: string,
): Promise<boolean> {
  const { sub, sid, iat } = accessTokenVerifier(t.config.jwtPublicKeys)(accessToken)!;
  const { entries } = await t.runtime.kv.readFeed(REVOCATION_FEED);
  return !entries.some((entry) => {
    const revocation = readRevocation(entry)!;
    return 'sid' in revocation
      ? revocation.sid === sid
      : revocation.sub === sub && iat <= revocation.issuedUpTo;
  });
}

const TOKENS =
  'user { id } accessToken refreshToken userErrors { __typename ... on UserError { code path } }';

export async function register(
  t: TestSubgraph<UsersServices>,
  email = freshEmail(),
): Promise<Person> {
  const query = `mutation($email: String!, $password: String!) { userRegister(email: $email, password: $password, firstName: "Grace", lastName: "Hopper") { ${TOKENS} } }`;
  const { data } = await t.execute(query, {
    variables: { email, password: PASSWORD },
    headers: IN_BODY,
  });
  return person(t, email, data.userRegister);
}

export async function logInAs(
  t: TestSubgraph<UsersServices>,
  email: string,
  password = DEMO_PASSWORD,
): Promise<Person> {
  const { data } = await tryLogIn(t, email, password);
  return person(t, email, data.userLogin);
}

export function tryLogIn(
  t: TestSubgraph<UsersServices>,
  email: string,
  password: string,
  ip = '192.0.2.1',
) {
  const query = `mutation($email: String!, $password: String!) { userLogin(email: $email, password: $password) { ${TOKENS} } }`;
  return t.execute(query, {
    variables: { email, password },
    headers: { ...IN_BODY, 'x-client-ip': ip },
  });
}

export function refresh(t: TestSubgraph<UsersServices>, refreshToken: string, timeoutMs?: number) {
  return t.execute(
    `mutation($token: String) { sessionRefresh(refreshToken: $token) { ${TOKENS} } }`,
    {
      variables: { token: refreshToken },
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    },
  );
}

function person(
  t: TestSubgraph<UsersServices>,
  email: string,
  payload: { user?: { id: string }; accessToken: string; refreshToken: string },
): Person {
  if (!payload.user) throw new Error(`no log-in: ${JSON.stringify(payload)}`);
  const { accessToken, refreshToken } = payload;
  return { id: payload.user.id, email, accessToken, refreshToken, as: principalOf(t, accessToken) };
}
