import { createPublicKey } from 'node:crypto';
import { keyIdOf, signAccessToken } from '@emporium/auth/access-token';
import { IDENTITY_HEADER, signIdentity } from '@emporium/auth/internal-identity';
import { ANONYMOUS } from '@emporium/auth/principal';
import type { Config } from '@emporium/platform/config/config';
import {
  compareClocks,
  fail,
  ok,
  warn,
  type Finding,
  type Inspection,
} from '@emporium/platform/inspection';
import { withDeadline } from '@emporium/resilience/deadline';
import { usesEmbedded } from '../backup/places.js';
import { isAlive, type RunFile } from '../run-file.js';

const ANSWER_MS = 5_000;
const QUESTION = JSON.stringify({ query: '{ __typename }' });
const LOCAL = /^(localhost|127\..*|\[::1\])$/;
const NOBODY = { sub: 'usr_doctor', sid: 'ses_doctor', role: 'CUSTOMER', permissions: [] };

/**
 * The shop as clients and services meet it: the gateway, the keys it publishes and accepts, and the
 * secret of each subgraph.
 */
export function inspectShop(config: Config, run: RunFile | undefined): Inspection[] {
  const running = run && isAlive(run.pid) ? run : undefined;
  const subgraphs = Object.entries({ ...running?.subgraphs, ...config.subgraphUrls });
  // Ports may be free ones; the run file knows them.
  const gateway =
    config.raw['PUBLIC_URL'] || !running?.graphqlUrl
      ? config.publicUrl
      : new URL(running.graphqlUrl).origin;
  return [
    { name: 'gateway', run: () => inspectGateway(gateway, config, running !== undefined) },
    ...subgraphs.map(([name, urls]): Inspection => ({
      name: `${name} service`,
      run: async () => Promise.all(urls.split(',').map((url) => secretFinding(name, url, config))),
    })),
  ];
}

async function inspectGateway(
  gateway: string,
  config: Config,
  isRunning: boolean,
): Promise<Finding[]> {
  const askedAt = Date.now();
  let answer: Response;
  try {
    answer = await ask(`${gateway}/graphql`);
  } catch (error) {
    const text = `${gateway} does not answer: ${reasonOf(error)}`;
    const remedy =
      'start the shop; if it runs, correct PUBLIC_URL and what is in front of the gateway';
    // Seen from a container, the machine of a localhost is another one.
    const mayBeElsewhere =
      !isRunning && (usesEmbedded(config) || LOCAL.test(new URL(gateway).hostname));
    return [mayBeElsewhere ? warn(text, remedy) : fail(text, remedy)];
  }
  const answeredAt = Date.now();
  if (!answer.ok)
    return [
      fail(
        `${gateway}/graphql answers ${answer.status}`,
        'look at the log of the gateway, and at what is in front of it',
      ),
    ];
  const date = Date.parse(answer.headers.get('date') ?? '');
  return [
    ok(`${gateway} answers`),
    // The header has whole seconds.
    ...(Number.isNaN(date) ? [] : [compareClocks(date + 500, askedAt, answeredAt)]),
    await keysFinding(gateway, config),
    ...(await tokenFindings(gateway, config)),
  ];
}

/** Whether users publishes the keys that this environment has. */
async function keysFinding(gateway: string, { jwtPublicKeys }: Config): Promise<Finding> {
  const remedy =
    'give users and the gateway the same JWT_PUBLIC_KEY (docs/runbooks/rotate-secrets.md)';
  const answer = await ask(`${gateway}/.well-known/jwks.json`, { method: 'GET' }).catch(
    (error: unknown) => reasonOf(error),
  );
  if (typeof answer === 'string' || !answer.ok)
    return fail(
      `/.well-known/jwks.json does not answer (${typeof answer === 'string' ? answer : answer.status})`,
      'look at users, whose keys it shows',
    );
  const { keys } = (await answer.json()) as { keys: { kid: string }[] };
  const published = new Set(keys.map(({ kid }) => kid));
  const known = jwtPublicKeys.map((pem) => keyIdOf(createPublicKey(pem)));
  if (known.length === published.size && known.every((kid) => published.has(kid)))
    return ok(`${known.length} key(s) published`);
  return fail('users publishes other keys than this environment has', remedy);
}

/** Whether the gateway accepts what the private key signs; only users has it. */
async function tokenFindings(gateway: string, { jwtPrivateKey }: Config): Promise<Finding[]> {
  if (!jwtPrivateKey) return [];
  const token = signAccessToken(NOBODY, jwtPrivateKey, 60);
  const { status } = await ask(`${gateway}/graphql`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (status !== 401) return [ok('it accepts access tokens')];
  return [
    fail(
      'it refuses access tokens that JWT_PRIVATE_KEY signs',
      "put that key's public half into the gateway's JWT_PUBLIC_KEY first",
    ),
  ];
}

/** Whether a subgraph is there and believes what our INTERNAL_SECRET signs. */
async function secretFinding(
  name: string,
  url: string,
  { internalSecret }: Config,
): Promise<Finding> {
  const identity = signIdentity(
    { issuer: 'gateway', requestId: 'doctor', principal: { ...ANONYMOUS } },
    name,
    internalSecret,
  );
  try {
    const { status } = await ask(url, { headers: { [IDENTITY_HEADER]: identity } });
    if (status === 401)
      return fail(
        `${url} refuses our INTERNAL_SECRET`,
        'give all services the same one; while it is changed, NEW,OLD (docs/runbooks/rotate-secrets.md)',
      );
    return status === 200
      ? ok(`${url} has the same secret`)
      : fail(`${url} answers ${status}`, `look at the log of ${name}`);
  } catch (error) {
    return fail(
      `${url} does not answer: ${reasonOf(error)}`,
      `start ${name}, or correct SUBGRAPH_${name.toUpperCase()}_URL`,
    );
  }
}

function ask(
  url: string,
  init: { method?: string; headers?: Record<string, string> } = {},
): Promise<Response> {
  const { method = 'POST', headers = {} } = init;
  const body = method === 'POST' ? { body: QUESTION } : {};
  return withDeadline(ANSWER_MS, 'the answer', (signal) =>
    fetch(url, {
      method,
      signal,
      headers: { 'content-type': 'application/json', ...headers },
      ...body,
    }),
  );
}

/** What fetch hides behind "fetch failed". */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  const { code, message: why } = (cause ?? {}) as { code?: string; message?: string };
  return [why || code || message].join('');
}
