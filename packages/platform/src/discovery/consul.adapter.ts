import { setTimeout as pause } from 'node:timers/promises';
import { delayAfter } from '@emporium/resilience/backoff';
import { withDeadline } from '@emporium/resilience/deadline';
import type { Logger } from 'pino';

/**
 * Consul forgets an instance's good word after this many seconds, and the instance itself after a
 * longer time.
 */
const TTL_S = 15;
const FORGOTTEN_AFTER = '10m';
const BEAT_MS = 5_000;
/** Longest wait of one call, in milliseconds. */
const CALL_MS = 1_000;
/**
 * How long Consul holds a question back until something changes, in seconds, and the margin that it
 * adds itself.
 */
const WAIT_S = 30;
const WAIT_MARGIN_MS = 5_000;
const BACKOFF = { firstMs: 200, maxMs: 10_000 };

/** One process that others can call. */
export interface Instance {
  /** Which service it is one of. */
  service: string;
  /** Unique among all instances. */
  id: string;
  /** Host name or IP address at which others reach it. */
  host: string;
  port: number;
}

/** What the processes of a shop know of each other through a Consul agent. */
export interface Consul {
  /**
   * Makes the instance known and says every five seconds whether it is ready, until the answer's
   * `stop` takes it out again.
   */
  register(instance: Instance, isReady: () => Promise<boolean>): { stop(): Promise<void> };
  /**
   * Calls `changed` with `host:port` of all ready instances whenever they are others than before;
   * never with none: then the last ones may still live.
   */
  follow(service: string, changed: (addresses: string[]) => void): void;
  /** Ready instances as they are now. Rejects when the agent does not answer within a second. */
  ready(service: string): Promise<string[]>;
  /** Ends everything that follows. */
  close(): void;
}

interface Entry {
  Node: { Address: string };
  Service: { Address: string; Port: number };
}

/**
 * A Consul agent at `consul://host:port`. Connects only when something is asked. `beatMs`: how
 * often an instance says how it is.
 */
export function openConsul(
  url: string,
  log: Pick<Logger, 'info' | 'warn'>,
  beatMs = BEAT_MS,
): Consul {
  const origin = url.replace(/^consul:/, 'http:').replace(/\/$/, '');
  const stopped = new AbortController();
  let isAway = false;

  const ask = async (method: 'GET' | 'PUT', path: string, limitMs = CALL_MS, content?: unknown) =>
    withDeadline(limitMs, `the question to Consul (DISCOVERY_URL): ${path}`, async (deadline) => {
      const signal = method === 'GET' ? AbortSignal.any([deadline, stopped.signal]) : deadline;
      const answer = await fetch(`${origin}/v1/${path}`, {
        method,
        signal,
        ...(content ? { body: JSON.stringify(content) } : {}),
      });
      const text = await answer.text();
      if (!answer.ok)
        throw new Error(`Consul answers ${answer.status} to ${path}: ${text.slice(0, 200)}`);
      if (isAway) log.info({ consul: origin }, 'Consul answers again');
      isAway = false;
      return { index: Number(answer.headers.get('x-consul-index')), text };
    });
  /** Tells of an outage once. */
  const away = (error: unknown) => {
    if (!isAway && !stopped.signal.aborted)
      log.warn(
        { err: error, consul: origin },
        'Consul does not help: the last known addresses stay in use',
      );
    isAway = true;
  };
  const look = async (service: string, index: number, waitS: number, limitMs: number) => {
    const answer = await ask(
      'GET',
      `health/service/${service}?passing=true&index=${index}&wait=${waitS}s`,
      limitMs,
    );
    const found = JSON.parse(answer.text) as Entry[];
    return {
      index: answer.index,
      addresses: found
        .map((e) => `${e.Service.Address || e.Node.Address}:${e.Service.Port}`)
        .sort(),
    };
  };

  return {
    register: ({ service, id, host, port }, isReady) => {
      let known = false;
      let beating: Promise<void> | undefined;
      const say = async () => {
        const word = (await isReady()) ? 'pass' : 'fail';
        try {
          if (!known) {
            const check = { TTL: `${TTL_S}s`, DeregisterCriticalServiceAfter: FORGOTTEN_AFTER };
            await ask('PUT', 'agent/service/register', CALL_MS, {
              Name: service,
              ID: id,
              Address: host,
              Port: port,
              Check: check,
            });
          }
          known = true;
          await ask('PUT', `agent/check/${word}/service:${id}`);
        } catch (error) {
          // Perhaps an agent that has lost its memory: it is told again.
          known = false;
          away(error);
        }
      };
      const beat = () => (beating ??= say().finally(() => (beating = undefined)));
      void beat();
      const timer = setInterval(() => void beat(), beatMs).unref();
      return {
        stop: async () => {
          clearInterval(timer);
          await beating;
          await ask('PUT', `agent/service/deregister/${id}`).catch(away);
        },
      };
    },
    follow: (service, changed) => {
      void (async () => {
        let index = 0;
        let before = '';
        for (let failures = 0; !stopped.signal.aborted;) {
          try {
            const seen = await look(service, index, WAIT_S, WAIT_S * 1_000 + WAIT_MARGIN_MS);
            failures = 0;
            // An index that goes back is one of an agent that has started anew.
            index = seen.index < index ? 0 : seen.index;
            if (seen.addresses.length === 0 || seen.addresses.join() === before) continue;
            before = seen.addresses.join();
            log.info(
              { service, addresses: seen.addresses },
              'Consul names the addresses of a service',
            );
            changed(seen.addresses);
          } catch (error) {
            away(error);
            await pause(delayAfter(++failures, BACKOFF), undefined, {
              signal: stopped.signal,
              ref: false,
            }).catch(() => undefined);
          }
        }
      })();
    },
    ready: async (service) => (await look(service, 0, 0, CALL_MS)).addresses,
    close: () => stopped.abort(),
  };
}
