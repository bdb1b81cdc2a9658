import { withDeadline } from '@emporium/resilience/deadline';
import type { RetryPlan } from '@emporium/resilience/retry';
import type { ISocketFactory } from 'kafkajs';
import type { KafkaSecurity } from './kafka-security.js';

/** What all parts of the Kafka adapter share. */
export interface KafkaSettings {
  brokers: readonly string[];
  clientId: string;
  /** Put before every topic and group, so that several shops can share a cluster. */
  prefix: string;
  partitions: number;
  /** Copies of each partition; -1 = the broker's default. */
  replicationFactor: number;
  sessionTimeoutMs: number;
  /** How long dead letters are kept. */
  deadLetterMs: number;
  /** Sign what is sent, newest first, and tell whom to believe; empty = everybody is believed. */
  secrets: readonly string[];
  /** TLS and log-in; undefined = neither. */
  security: KafkaSecurity | undefined;
  /** How the adapter opens sockets; tests cut them. */
  socketFactory?: ISocketFactory | undefined;
  log(level: 'warn' | 'error', message: string): void;
}

/**
 * Longest wait for the cluster to take a batch or to answer a question, whatever kafkajs repeats
 * meanwhile, in milliseconds.
 */
export const CALL_LIMIT_MS = 15_000;

/** The Kafka protocol error (e.g. MESSAGE_TOO_LARGE) somewhere in the chain of causes, if any. */
export function protocolErrorOf(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('type' in cause && typeof cause.type === 'string') return cause.type;
  }
  return undefined;
}

/** A topic that was just created is not known to every broker at once. */
export const UNTIL_TOPIC_IS_KNOWN: RetryPlan = {
  attempts: 5,
  backoff: { firstMs: 200, maxMs: 1_000 },
  mayPass: (error) => protocolErrorOf(error) === 'UNKNOWN_TOPIC_OR_PARTITION',
};

/**
 * Waits for a clean-up step, but not for ever: a broker that is away must not hold up a stop. Never
 * rejects.
 */
export async function within(ms: number, step: Promise<unknown>): Promise<void> {
  await withDeadline(ms, 'cleaning up', () => step).catch(() => undefined);
}
