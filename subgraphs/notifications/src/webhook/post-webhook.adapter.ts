import type { LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { withDeadline } from '@emporium/resilience/deadline';
import { Agent, request } from 'undici';
import { endpointUrl, hostOf, publicAddressesOf, type AddressRules } from './endpoint-address.js';

/** Of an answer so much is read, to use its connection again; the rest is cut off unread. */
const MAX_ANSWER_BYTES = 65_536;
/** How long an answer's body may take once its status is known. */
const DRAIN_MS = 1_000;
const KEEP_ALIVE_MS = 4_000;

/** A request to an endpoint. */
export interface WebhookRequest {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** What an endpoint answered. */
export interface WebhookAnswer {
  status: number;
  retryAfter?: string | undefined;
}

/** Posts to endpoints. */
export interface WebhookPoster {
  /**
   * Rejects when there is no answer, also for an address that must not be called. A redirect is an
   * answer like others: nobody follows it.
   */
  post(webhook: WebhookRequest): Promise<WebhookAnswer>;
  close(): Promise<void>;
}

/**
 * Opens a poster. The name of an endpoint is looked up once for each connection, and the connection
 * goes to an address that was found fit then: a name that changes in between changes nothing.
 */
export function webhookPoster(rules: AddressRules, timeoutMs = 10_000): WebhookPoster {
  const find = callbackify(publicAddressesOf);
  const lookup: LookupFunction = (host, options, done) =>
    find(host.replace(/[.]$/, ''), rules, (error, found) => {
      if (error) done(error, []);
      else if (options.all) done(null, found);
      else done(null, found[0]!.address, found[0]!.family);
    });
  const agent = new Agent({
    connect: { lookup, timeout: timeoutMs },
    keepAliveTimeout: KEEP_ALIVE_MS,
    allowH2: false,
    pipelining: 1,
  });
  return {
    post: async ({ url: text, headers, body }) => {
      const url = endpointUrl(text, rules);
      // Addresses are not looked up, so they are looked at here.
      await publicAddressesOf(hostOf(url), rules);
      return withDeadline(timeoutMs, 'the answer', async (signal) => {
        const answer = await request(url, {
          ...{ method: 'POST', headers, body, dispatcher: agent, signal },
          // The deadline is for all of it.
          ...{ headersTimeout: 0, bodyTimeout: 0 },
        });
        // Errors of a body that nobody wants are nobody's business.
        answer.body.on('error', () => undefined);
        await withDeadline(DRAIN_MS, 'the rest of the answer', (drained) =>
          answer.body.dump({ limit: MAX_ANSWER_BYTES, signal: drained }),
        ).catch(() => answer.body.destroy());
        const retryAfter = answer.headers['retry-after'];
        return {
          status: answer.statusCode,
          ...(typeof retryAfter === 'string' ? { retryAfter } : {}),
        };
      });
    },
    close: () => agent.destroy(),
  };
}
