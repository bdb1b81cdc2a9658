import type { KeyValueStore } from '@emporium/kv/key-value';
import { expect } from 'vitest';

/**
 * Publishes a notification until the stream has `count` bodies: when a subscription has arrived is
 * not observable from outside.
 */
export async function announce(
  cache: KeyValueStore,
  channel: string,
  id: string,
  stream: { bodies: unknown[] },
  count = 1,
): Promise<void> {
  const publish = async () => {
    if (stream.bodies.length < count)
      await cache.publish(channel, JSON.stringify({ notificationId: id }));
    return stream.bodies.length;
  };
  await expect.poll(publish, { timeout: 10_000 }).toBeGreaterThanOrEqual(count);
}
