import type { KeyValueStore } from '@emporium/kv/key-value';

/** Shares one subscription of the store per channel among all clients of this process. */
export interface LiveChannels {
  /**
   * Calls back for each message until the returned function is called, and once at the end of the
   * process. Rejects when the store is away.
   */
  listen(channel: string, listener: LiveListener): Promise<() => void>;
  /** Ends all listening. */
  close(): Promise<void>;
}

export interface LiveListener {
  onMessage(message: string): void;
  onEnd(): void;
}

interface Channel {
  listeners: Set<LiveListener>;
  /** Ends the subscription of the store. */
  ready: Promise<() => Promise<void>>;
}

/** Makes the channels over the store of the cache. */
export function createLiveChannels(store: KeyValueStore): LiveChannels {
  const channels = new Map<string, Channel>();
  const open = (name: string): Channel => {
    const listeners = new Set<LiveListener>();
    const channel = {
      listeners,
      ready: store.subscribe(name, (message) =>
        listeners.forEach((listener) => listener.onMessage(message)),
      ),
    };
    channels.set(name, channel);
    return channel;
  };
  const drop = async (name: string, channel: Channel) => {
    if (channels.get(name) === channel) channels.delete(name);
    await channel.ready.then((stop) => stop()).catch(() => {});
  };
  return {
    async listen(name, listener) {
      const channel = channels.get(name) ?? open(name);
      channel.listeners.add(listener);
      try {
        await channel.ready;
      } catch (error) {
        if (channels.get(name) === channel) channels.delete(name);
        throw error;
      }
      return () => {
        if (channel.listeners.delete(listener) && channel.listeners.size === 0)
          void drop(name, channel);
      };
    },
    async close() {
      const all = [...channels];
      for (const [, { listeners }] of all) for (const listener of listeners) listener.onEnd();
      await Promise.all(all.map(([name, channel]) => drop(name, channel)));
    },
  };
}
