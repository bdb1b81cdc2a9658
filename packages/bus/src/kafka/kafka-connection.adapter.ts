import { withDeadline } from '@emporium/resilience/deadline';
import { Kafka, type ISocketFactory, logLevel } from 'kafkajs';

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
  /** How the adapter opens sockets; tests cut them. */
  socketFactory?: ISocketFactory | undefined;
  log(level: 'warn' | 'error', message: string): void;
}

/** A kafkajs client with bounded waits: what does not work within seconds is an error that the caller handles. */
export function kafkaClient(settings: KafkaSettings): Kafka {
  return new Kafka({
    clientId: settings.clientId,
    brokers: [...settings.brokers],
    connectionTimeout: 3_000,
    // Longer than a session: a member that waits for a leader that died gets its answer when that is found out, and need not join again.
    requestTimeout: Math.max(15_000, settings.sessionTimeoutMs * 1.5),
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 4 },
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => {
      const detail = typeof entry.log['error'] === 'string' ? `: ${entry.log['error']}` : '';
      settings.log(entry.level === logLevel.ERROR ? 'error' : 'warn', `kafka ${entry.namespace}: ${entry.log.message}${detail}`);
    },
    ...(settings.socketFactory ? { socketFactory: settings.socketFactory } : {}),
  });
}

/** The Kafka protocol error (e.g. MESSAGE_TOO_LARGE) somewhere in the chain of causes, if any. */
export function protocolErrorOf(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('type' in cause && typeof cause.type === 'string') return cause.type;
  }
  return undefined;
}

/** Waits for a clean-up step, but not for ever: a broker that is away must not hold up a stop. Never rejects. */
export async function within(ms: number, step: Promise<unknown>): Promise<void> {
  await withDeadline(ms, 'cleaning up', () => step).catch(() => undefined);
}
