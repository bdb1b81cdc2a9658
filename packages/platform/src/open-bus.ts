import type { EventBus } from '@emporium/bus/event-bus';
import { openMemoryEventBus } from '@emporium/bus/memory-event-bus';
import type { SqlClient } from '@emporium/bus/sql-client';
import type { Logger } from 'pino';
import type { Config } from './config/config.js';

/** Opens the event bus that BUS_URL names. `sql` holds the embedded bus's tables. */
export async function openBus(
  config: Config,
  log: Logger,
  sql: () => Promise<SqlClient>,
): Promise<EventBus> {
  const deadLetterMs = config.busDeadLetterDays * 24 * 3_600_000;
  if (config.kafka) {
    const { brokers, ...security } = config.kafka;
    const { openKafkaEventBus } = await import('@emporium/bus/kafka-event-bus.adapter');
    return openKafkaEventBus({
      brokers,
      security,
      secrets: config.eventSecrets,
      partitions: config.busPartitions,
      deadLetterMs,
      ...(config.busReplication ? { replicationFactor: config.busReplication } : {}),
      log: (level, message) => log[level](message),
    });
  }
  return openMemoryEventBus(await sql(), { deadLetterMs });
}
