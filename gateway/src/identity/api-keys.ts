import { setTimeout as wait } from 'node:timers/promises';
import { ACCESS_TOKEN_TTL_SECONDS } from '@emporium/auth/access-token';
import { apiKeyHash, isApiKey } from '@emporium/auth/api-key';
import { servicePrincipal } from '@emporium/auth/principal';
import type { SubgraphClient } from '@emporium/platform/subgraph-client';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { z } from 'zod';
import { RequestError } from '../request/request-error.js';
import type { Caller } from './caller.js';
import type { Revocations } from './revocations.js';

/**
 * How long an answer about a key counts. What changes meanwhile is told by the revocations; should
 * one get lost, a key does not outlive it by more than this.
 */
const REMEMBERED_MS = 30_000;
/** The same for a key that opens nothing: who sends it again and again asks nobody else. */
const REMEMBERED_WRONG_MS = 5_000;
const REMEMBERED = 5_000;
const TIMEOUT_MS = 3_000;

const answerSchema = z.object({
  _apiKey: z
    .object({
      id: z.string(),
      secretId: z.string(),
      ownerId: z.string(),
      scopes: z.array(z.string()),
      costPerMinute: z.int().nullable(),
      asOfSecond: z.int(),
      endSecond: z.int(),
    })
    .nullable(),
});
type Known = NonNullable<z.infer<typeof answerSchema>['_apiKey']>;

const QUERY = `query ($hash: String!) {
  _apiKey(secretHash: $hash) { id secretId ownerId scopes costPerMinute asOfSecond endSecond }
}`;

/** What an API key tells of its caller. */
export type KeyCaller = Pick<Caller, 'principal' | 'token' | 'costPerMinute'>;

/**
 * Who an API key speaks for; undefined when it opens nothing. Throws RequestError: 503 when nobody
 * can be asked, 429 for a network that has used up its share.
 */
export type IdentifyKey = (
  key: string,
  request: Pick<Caller, 'requestId' | 'ip'>,
) => Promise<KeyCaller | undefined>;

export interface ApiKeysOptions {
  /** The subgraph that owns keys; without one no key opens anything. */
  users: SubgraphClient | undefined;
  revocations: Pick<Revocations, 'stateOf'>;
  /** Refuses a network that is out of budget, before anybody is asked. */
  checkNetwork(ip: string): void;
  log: Logger;
}

/** Makes the look-up of API keys: users is asked, and its answer remembered for a moment. */
export function createIdentifyKey({
  users,
  revocations,
  checkNetwork,
  log,
}: ApiKeysOptions): IdentifyKey {
  const good = new LRUCache<string, Known>({ max: REMEMBERED, ttl: REMEMBERED_MS });
  const wrong = new LRUCache<string, true>({ max: REMEMBERED, ttl: REMEMBERED_WRONG_MS });
  const asking = new Map<string, Promise<Known | undefined>>();

  const ask = async (hash: string, requestId: string): Promise<Known | undefined> => {
    if (!users) return undefined;
    try {
      const { data, errors } = await users.execute({
        query: QUERY,
        variables: { hash },
        principal: servicePrincipal('gateway'),
        issuer: 'gateway',
        requestId,
        timeoutMs: TIMEOUT_MS,
      });
      if (errors?.length) throw new Error(errors.map(({ message }) => message).join('; '));
      return answerSchema.parse(data)._apiKey ?? undefined;
    } catch (error) {
      log.warn({ err: error, requestId }, 'an API key cannot be checked');
      throw new RequestError(
        503,
        'SUBGRAPH_UNAVAILABLE',
        'Whether this key is valid cannot be checked right now; try again.',
        { reason: 'api-key' },
      );
    }
  };
  const isVoid = ({ ownerId, secretId, asOfSecond }: Known) =>
    revocations.stateOf({ sub: ownerId, sid: secretId, iat: asOfSecond }) === 'revoked';
  const askSettled = async (hash: string, requestId: string): Promise<Known | undefined> => {
    const first = await ask(hash, requestId);
    if (!first || !isVoid(first)) return first;
    // Something about the owner changed in the very second of the answer, which may be older or
    // newer: in the next second it is newer for sure.
    await wait(1_000 - (Date.now() % 1_000) + 1);
    const second = await ask(hash, requestId);
    return second && isVoid(second) ? undefined : second;
  };
  /** One question at a time for each key, however many requests came with it at once. */
  const askOnce = (hash: string, requestId: string) => {
    const running = asking.get(hash);
    if (running) return running;
    const begun = askSettled(hash, requestId).finally(() => asking.delete(hash));
    asking.set(hash, begun);
    return begun;
  };
  return async (key, { requestId, ip }) => {
    if (!isApiKey(key)) return undefined;
    const hash = apiKeyHash(key);
    if (wrong.has(hash)) return undefined;
    let known = good.get(hash);
    if (!known || isVoid(known)) {
      good.delete(hash);
      checkNetwork(ip);
      known = await askOnce(hash, requestId);
      if (!known) {
        wrong.set(hash, true);
        return undefined;
      }
      good.set(hash, known);
    }
    return known.endSecond * 1_000 > Date.now() ? callerOf(known) : undefined;
  };
}

function callerOf(known: Known): KeyCaller {
  const { id, secretId, ownerId, scopes, costPerMinute, asOfSecond, endSecond } = known;
  return {
    principal: { kind: 'machine', sub: id, sid: secretId, permissions: scopes },
    token: {
      sub: ownerId,
      sid: secretId,
      issuedAt: asOfSecond,
      // A connection is not asked about again while it is open, so it ends like one of a token.
      expiresAt: Math.min(endSecond, asOfSecond + ACCESS_TOKEN_TTL_SECONDS),
    },
    ...(costPerMinute === null ? {} : { costPerMinute }),
  };
}
