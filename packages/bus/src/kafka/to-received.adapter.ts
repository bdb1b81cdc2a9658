import type { MessagePosition, ReceivedMessage } from '../event-bus.js';
import { ownHeaders, textHeaders } from './kafka-names.js';
import type { KafkaDelivery } from './partition-handler.adapter.js';

/** The message as the port shows it; one that was replayed looks as it did the first time. */
export function toReceived(
  prefix: string,
  { topic, partition, raw, attempt }: KafkaDelivery,
  retryTopic: string,
): ReceivedMessage {
  const headers = textHeaders(raw.headers);
  const replayed = topic === retryTopic;
  const from = replayed ? (headers['x-topic'] ?? topic) : topic;
  return {
    topic: from.startsWith(prefix) ? from.slice(prefix.length) : from,
    partition: replayed ? Number(headers['x-partition'] ?? 0) : partition,
    offset: replayed ? (headers['x-offset'] ?? raw.offset) : raw.offset,
    key: raw.key?.toString() ?? null,
    value: raw.value,
    headers: ownHeaders(headers),
    attempt: replayed ? attempt + Number(headers['x-attempts'] ?? 0) : attempt,
  };
}

/** Where a message stands, without the message. */
export function positionOf({ topic, partition, offset }: ReceivedMessage): MessagePosition {
  return { topic, partition, offset };
}
