import type { KeyValueStore } from '@emporium/kv/key-value';

/** Shares one subscription of the store per channel among all clients of this process. */
export interface LiveChannels {
  /** Calls back for each message until the returned function is called. Rejects when the store is away. */
  listen(channel: string, onMessage: (message: string) => void): Promise<() => void>;
  close(): Promise<void>;
}

interface Channel {
  listeners: Set<(message: string) => void>;
  /** Ends the subscription of the store. */
  ready: Promise<() => Promise<void>>;
}

/** Makes the channels over the store of the cache. */
export function liveChannels(store: KeyValueStore): LiveChannels {
  const channels = new Map<string, Channel>();
  const open = (name: string): Channel => {
    const listeners = new Set<(message: string) => void>();
    const channel = { listeners, ready: store.subscribe(name, (message) => listeners.forEach((listener) => listener(message))) };
    channels.set(name, channel);
    return channel;
  };
  const drop = async (name: string, channel: Channel) => {
    if (channels.get(name) === channel) channels.delete(name);
    await channel.ready.then((stop) => stop()).catch(() => {});
  };
  return {
    async listen(name, onMessage) {
      const channel = channels.get(name) ?? open(name);
      // A listener of its own per call, so that the same function can listen twice.
      const listener = (message: string) => onMessage(message);
      channel.listeners.add(listener);
      try {
        await channel.ready;
      } catch (error) {
        channels.delete(name);
        throw error;
      }
      return () => {
        channel.listeners.delete(listener);
        if (channel.listeners.size === 0) void drop(name, channel);
      };
    },
    async close() {
      await Promise.all([...channels].map(([name, channel]) => drop(name, channel)));
    },
  };
}
