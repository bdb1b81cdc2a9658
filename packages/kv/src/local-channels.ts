import type { KeyValueStore } from './key-value.js';

/** Publish and subscribe inside one process, for the embedded stores. */
export function localChannels(): Pick<KeyValueStore, 'publish' | 'subscribe'> {
  const listeners = new Map<string, Set<(message: string) => void>>();
  return {
    publish: async (channel, message) => {
      for (const listener of [...(listeners.get(channel) ?? [])]) listener(message);
    },
    subscribe: async (channel, onMessage) => {
      const set = listeners.get(channel) ?? new Set();
      listeners.set(channel, set.add(onMessage));
      return async () => {
        set.delete(onMessage);
        if (set.size === 0) listeners.delete(channel);
      };
    },
  };
}
