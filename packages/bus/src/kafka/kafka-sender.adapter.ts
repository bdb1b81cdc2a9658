import { retry } from '@emporium/resilience/retry';
import { CompressionTypes, type Message, Partitioners, type Producer } from 'kafkajs';
import { SerialQueue } from '../serial-queue.js';
import {
  CALL_LIMIT_MS,
  type KafkaSettings,
  protocolErrorOf,
  UNTIL_TOPIC_IS_KNOWN,
  within,
} from './kafka-connection.adapter.js';
import { callingLink, type KafkaLink } from './kafka-link.adapter.js';
import type { KafkaTopics } from './kafka-topics.adapter.js';
import { unavailable } from './unavailable.adapter.js';

/**
 * Bytes sent as one batch; Kafka refuses a batch above its limit of one message (1,048,588 by
 * default).
 */
const BATCH_BYTES = 900_000;
/** Room for the framing of a message inside a batch. */
const FRAME_BYTES = 100;

/** Outcome of one message: undefined = durable, else why the cluster will never take it. */
export type SendOutcome = string | undefined;

/** A producer and its connections. */
interface Line {
  producer: Producer;
  link: KafkaLink;
}

/**
 * Sends in order, one request at a time, and waits until all in-sync replicas have it. After a
 * failure, and when the time of a call is over, the producer is cut off and replaced: an idempotent
 * producer of kafkajs whose retries ended may be out of step with the broker for good.
 */
export class KafkaSender {
  private line: Line | undefined;
  private readonly queue = new SerialQueue();

  constructor(
    private readonly settings: KafkaSettings,
    private readonly topics: KafkaTopics,
  ) {}

  /**
   * Sends messages of one topic. Rejects with EventBusUnavailableError when the cluster is away,
   * with DeadlineError when it is silent; then some of them may have arrived, and all must be sent
   * again.
   */
  send(
    topic: string,
    messages: readonly Message[],
    ensureTopic: () => Promise<void>,
  ): Promise<SendOutcome[]> {
    const attempt = async (signal: AbortSignal): Promise<SendOutcome[]> => {
      signal.addEventListener('abort', () => this.drop(), { once: true });
      try {
        return await this.sendBatches(topic, messages, signal);
      } catch (error) {
        // Whoever is next has a line of his own by now.
        signal.throwIfAborted();
        this.drop();
        if (!UNTIL_TOPIC_IS_KNOWN.mayPass(error)) throw unavailable(error);
        this.topics.forget();
        const again = async () => {
          await ensureTopic();
          return this.sendBatches(topic, messages, signal);
        };
        return retry(again, UNTIL_TOPIC_IS_KNOWN);
      }
    };
    return this.queue.runWithin({ ms: CALL_LIMIT_MS, what: `sending to ${topic}` }, attempt);
  }

  async close(): Promise<void> {
    const { line } = this;
    if (line) await within(3_000, line.producer.disconnect());
    this.drop();
  }

  private async sendBatches(
    topic: string,
    messages: readonly Message[],
    signal: AbortSignal,
  ): Promise<SendOutcome[]> {
    const outcomes: SendOutcome[] = [];
    for (const batch of batches(messages))
      outcomes.push(...(await this.sendBatch(topic, batch, signal)));
    return outcomes;
  }

  private async sendBatch(
    topic: string,
    batch: Message[],
    signal: AbortSignal,
  ): Promise<SendOutcome[]> {
    signal.throwIfAborted();
    this.line ??= this.open();
    const { producer } = this.line;
    try {
      // Does nothing when it is connected.
      await producer.connect();
      await producer.send({
        topic,
        acks: -1,
        timeout: 5_000,
        compression: CompressionTypes.None,
        messages: batch,
      });
      return batch.map(() => undefined);
    } catch (error) {
      const type = protocolErrorOf(error);
      if (signal.aborted || (type !== 'MESSAGE_TOO_LARGE' && type !== 'RECORD_LIST_TOO_LARGE'))
        throw error;
      this.drop();
      if (batch.length === 1) return ['the message is larger than the cluster allows'];
      // Only the large ones are refused; the order of the others stays.
      const outcomes: SendOutcome[] = [];
      for (const message of batch)
        outcomes.push(...(await this.sendBatch(topic, [message], signal)));
      return outcomes;
    }
  }

  private open(): Line {
    const link = callingLink(this.settings);
    const producer = link.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 4 },
    });
    return { producer, link };
  }

  private drop(): void {
    const { line } = this;
    this.line = undefined;
    if (!line) return;
    line.link.cut();
    line.producer.disconnect().catch(() => undefined);
  }
}

function* batches(messages: readonly Message[]): Generator<Message[]> {
  let batch: Message[] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = bytesOf(message);
    if (batch.length > 0 && bytes + size > BATCH_BYTES) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(message);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

function bytesOf({ key, value, headers }: Message): number {
  const inHeaders = Object.entries(headers ?? {}).reduce(
    (sum, [name, header]) => sum + name.length + Buffer.byteLength(String(header)),
    0,
  );
  return FRAME_BYTES + Buffer.byteLength(key ?? '') + Buffer.byteLength(value ?? '') + inHeaders;
}
