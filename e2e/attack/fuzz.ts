import type { GraphQLSchema } from 'graphql';
import { drawProduct } from '@emporium/shop/seed/draw-product';
import { Client } from '../client.js';
import { seededRandom, type Random } from '../faults/random.js';
import { requestDrawer, type AttackRequest } from './draw-request.js';
import { answerJudge, type Received } from './judge-answer.js';
import { knownThings } from './known-things.js';
import { ATTACK_ROLES, type AttackRole, type Prepared } from './people.js';

/** Something that an answer must not be. */
export interface Finding {
  what: string;
  role: AttackRole | 'BYSTANDER' | 'SHOP';
  /** The request, to be sent again. */
  request?: string;
  /** How often it was found. */
  count: number;
}

export interface FuzzOptions {
  url: string;
  schema: GraphQLSchema;
  seed: number;
  until: number;
  prepared: Prepared;
}

export interface FuzzResult {
  findings: Finding[];
  /** Requests by role. */
  sent: Record<AttackRole, number>;
  /** Answers by the codes in them, `ok` without any. */
  codes: Map<string, number>;
  /** Root fields that had an answer with data. */
  answered: Set<string>;
}

const TIMEOUT_MS = 20_000;
/** The server may hang up while a body is on its way that it has refused already. */
const LARGE_BYTES = 200_000;

/**
 * Lets each role send what it draws from the schema until the time is over, one request at a time
 * each.
 */
export async function fuzz(options: FuzzOptions): Promise<FuzzResult> {
  const judge = answerJudge(options.schema, options.prepared.secrets);
  const result: FuzzResult = {
    findings: [],
    sent: { ANONYMOUS: 0, CUSTOMER: 0, SUPERVISOR: 0, ADMIN: 0 },
    codes: new Map(),
    answered: new Set(),
  };
  const found = new Map<string, Finding>();
  const attack = async (role: AttackRole) => {
    const random = seededRandom(options.seed * 7 + ATTACK_ROLES.indexOf(role));
    const isStaff = role === 'SUPERVISOR' || role === 'ADMIN';
    const known = knownThings(isStaff ? options.prepared.scapegoat : options.prepared.victim);
    const draw = requestDrawer(options.schema, random, known);
    let client = await logIn(options.url, role);
    while (Date.now() < options.until) {
      const request = draw();
      const received = await send(client, request, random);
      result.sent[role]++;
      for (const what of judge(request.body, received, isStaff)) {
        if (received.status === 0 && request.body.length > LARGE_BYTES) continue;
        // The same failure of the same operation is one finding, whoever meets it first.
        const key = `${what} ${/^\{"query":"\w* ?[^{]*\{ *(\w+)/.exec(request.body)?.[1] ?? request.kind}`;
        const before = found.get(key);
        if (before) before.count++;
        else
          found.set(key, {
            what,
            role,
            count: 1,
            request: `${request.kind}: ${request.body.slice(0, 3_000)}`,
          });
      }
      const codes = remember(result, received, known.learnFrom);
      if (role !== 'ANONYMOUS' && received.status === 401) client = await logIn(options.url, role);
      if (codes.includes('RATE_LIMITED')) await new Promise((resolve) => setTimeout(resolve, 200));
    }
  };
  await Promise.all(ATTACK_ROLES.map(attack));
  result.findings = [...found.values()];
  return result;
}

async function logIn(url: string, role: AttackRole): Promise<Client> {
  const client = new Client(url);
  return role === 'ANONYMOUS'
    ? client
    : client.logIn(`${role.toLowerCase()}@emporium.test`, 'emporium-demo');
}

async function send(
  client: Client,
  { kind, body, headers, files }: AttackRequest,
  random: Random,
): Promise<Received> {
  const { query } = kind === 'get' ? (JSON.parse(body) as { query: string }) : { query: '' };
  const url = kind === 'get' ? `${client.url}?query=${encodeURIComponent(query)}` : client.url;
  const content =
    kind === 'get'
      ? {}
      : { method: 'POST', body: files.length > 0 ? formOf(body, files, random) : body };
  try {
    const response = await fetch(url, {
      ...content,
      headers: { ...client.credentials(), ...headers },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    const { message, cause } = error as Error;
    return {
      status: 0,
      text: '',
      failure: `${message} ${cause instanceof Error ? cause.message : ''}`,
    };
  }
}

const MUG = new Uint8Array(await drawProduct('mug', 40));
const KINDS: readonly [type: string, content: (random: Random) => Uint8Array<ArrayBuffer>][] = [
  ['image/png', () => MUG],
  ['image/png', (random) => Uint8Array.from({ length: 300 }, () => random.int(256))],
  [
    'image/svg+xml',
    () =>
      new TextEncoder().encode(
        '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
      ) as Uint8Array<ArrayBuffer>,
  ],
  [
    'text/html',
    () => new TextEncoder().encode('<script>alert(1)</script>') as Uint8Array<ArrayBuffer>,
  ],
  ['image/jpeg', () => new Uint8Array(0)],
];

function formOf(body: string, files: readonly string[], random: Random): FormData {
  const form = new FormData();
  form.append('operations', body);
  form.append(
    'map',
    JSON.stringify(Object.fromEntries(files.map((path, index) => [index, [path]]))),
  );
  files.forEach((_path, index) => {
    const [type, content] = random.pick(KINDS);
    form.append(
      String(index),
      new Blob([content(random)], { type }),
      random.pick(['a.png', '../../x', 'con', 'x.svg', `${'n'.repeat(300)}.png`]),
    );
  });
  return form;
}

function remember(
  { codes, answered }: FuzzResult,
  { text }: Received,
  learn: (data: unknown) => void,
): string[] {
  const body = (text.startsWith('{') ? safely(text) : undefined) ?? {};
  const found = body.errors?.map(({ extensions }) => String(extensions?.code)) ?? [];
  for (const code of new Set(found.length > 0 ? found : ['ok']))
    codes.set(code, (codes.get(code) ?? 0) + 1);
  // Aliases are the generator's own.
  for (const [field, value] of Object.entries(body.data ?? {}))
    if (value !== null && !/^a\d+$/.test(field)) answered.add(field);
  learn(body.data);
  return found;
}

function safely(
  text: string,
): { data?: object | null; errors?: { extensions?: { code?: unknown } }[] } | undefined {
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}
