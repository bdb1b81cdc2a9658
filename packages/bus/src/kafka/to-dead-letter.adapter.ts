import type { KafkaMessage } from 'kafkajs';
import type { DeadLetter } from '../event-bus.js';
import { ownHeaders, textHeaders } from './kafka-names.js';

/** A message of a dead letter topic as the port shows it. */
export function toDeadLetter(prefix: string, group: string, raw: KafkaMessage): DeadLetter {
  const headers = textHeaders(raw.headers);
  const topic = headers['x-topic'] ?? '';
  return {
    id: raw.offset,
    group,
    topic: topic.startsWith(prefix) ? topic.slice(prefix.length) : topic,
    partition: Number(headers['x-partition'] ?? 0),
    offset: headers['x-offset'] ?? '',
    key: raw.key?.toString() ?? null,
    value: raw.value,
    headers: ownHeaders(headers),
    error: headers['x-error'] ?? '',
    attempts: Number(headers['x-attempts'] ?? 1),
    at: new Date(Number(raw.timestamp)),
  };
}
