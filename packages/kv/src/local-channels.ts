import type { KeyValueStore } from './key-value.js';

/** Publish and subscribe inside one process, for the embedded stores. */
export function localChannels(): Pick<KeyValueStore, 'publish' | 'subscribe'> {
  const listeners = new Map<string, Set<(message: string) => void>>();
  return {
    publish: async (channel, message) => {
      for (const listener of [...(listeners.get(channel) ?? [])]) {
        // Later, as from a real server: a listener can neither fail nor re-enter its publisher.
        setImmediate(() => notify(listener, message));
      }
    },
    subscribe: async (channel, onMessage) => {
      const set = listeners.get(channel) ?? new Set();
      // Its own function each time, so that subscribing one callback twice makes two subscriptions.
      let open = true;
      const listener = (message: string) => {
        if (open) onMessage(message);
      };
      listeners.set(channel, set.add(listener));
      return async () => {
        open = false;
        set.delete(listener);
        if (set.size === 0 && listeners.get(channel) === set) listeners.delete(channel);
      };
    },
  };
}

/** Calls a listener; its failure is its own and must not reach other listeners. */
export function notify(listener: (message: string) => void, message: string): void {
  try {
    listener(message);
  } catch {
    // Messages are not durable; whoever needs to know handles the error in the listener.
  }
}
