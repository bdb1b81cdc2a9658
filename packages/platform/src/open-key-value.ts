import type { SqlClient } from '@emporium/bus/sql-client';
import type { KeyValueStore } from '@emporium/kv/key-value';
import { openMemoryKeyValue } from '@emporium/kv/memory-key-value';
import { openPgKeyValue } from '@emporium/kv/pg-key-value';

/** Opens a key-value store: memory:, pglite: (durable, in the embedded database) or redis://. */
export async function openKeyValue(
  url: string,
  sql: () => Promise<SqlClient>,
): Promise<KeyValueStore> {
  if (url.startsWith('redis')) {
    const { openRedisKeyValue } = await import('@emporium/kv/redis-key-value.adapter');
    return openRedisKeyValue(url);
  }
  return url.startsWith('memory:') ? openMemoryKeyValue() : openPgKeyValue(await sql());
}
