import { once } from 'node:events';
import { withDeadline } from '@emporium/resilience/deadline';
import type { Redis } from 'ioredis';
import { notify } from './local-channels.js';

/**
 * How often a silent subscription is tested; what a dead connection missed is lost, messages are
 * not durable.
 */
const PROBE_MS = 5_000;

type Listener = (message: string) => void;

/**
 * Subscriptions on a connection of their own, since a subscribed connection can do nothing else;
 * renewed after every reconnect.
 */
export class RedisChannels {
  private readonly listeners = new Map<string, Set<Listener>>();
  private readonly probe: NodeJS.Timeout;

  constructor(
    private readonly redis: Redis,
    private readonly timeoutMs: number,
  ) {
    this.probe = setInterval(() => {
      if (redis.status === 'ready') redis.ping().catch(() => undefined);
    }, PROBE_MS);
    this.probe.unref();
    redis.on('message', (channel: string, message: string) => {
      for (const listener of [...(this.listeners.get(channel) ?? [])]) notify(listener, message);
    });
    // What is wanted now, also what was asked for while Redis was away.
    redis.on('ready', () => {
      if (this.listeners.size > 0) redis.subscribe(...this.listeners.keys()).catch(() => undefined);
    });
  }

  /**
   * Resolves when the server has confirmed, or after a short while when it is away: then the
   * subscription starts with the connection.
   */
  async subscribe(channel: string, onMessage: Listener): Promise<() => Promise<void>> {
    let open = true;
    const listener = (message: string) => {
      if (open) onMessage(message);
    };
    const set = this.listeners.get(channel) ?? new Set();
    this.listeners.set(channel, set.add(listener));
    await this.retryCommand(() => this.redis.subscribe(channel));
    return async () => {
      open = false;
      set.delete(listener);
      if (set.size > 0 || this.listeners.get(channel) !== set) return;
      this.listeners.delete(channel);
      await this.retryCommand(() => this.redis.unsubscribe(channel));
    };
  }

  close(): void {
    clearInterval(this.probe);
    this.listeners.clear();
    this.redis.disconnect();
  }

  private async retryCommand(command: () => Promise<unknown>): Promise<void> {
    const whenReady = async (signal: AbortSignal) => {
      if (this.redis.status !== 'ready') await once(this.redis, 'ready', { signal });
      await command();
    };
    await withDeadline(this.timeoutMs, 'a subscription', whenReady).catch(() => undefined);
  }
}
