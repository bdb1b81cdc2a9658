import { CompressionTypes, type Kafka, type Message, Partitioners, type Producer } from 'kafkajs';
import { SerialQueue } from '../serial-queue.js';
import { protocolErrorOf, within } from './kafka-connection.adapter.js';
import type { KafkaTopics } from './kafka-topics.adapter.js';

/** Bytes sent as one batch; Kafka refuses a batch above its limit of one message (1,048,588 by default). */
const BATCH_BYTES = 900_000;
/** Room for the framing of a message inside a batch. */
const FRAME_BYTES = 100;

/** Outcome of one message: undefined = durable, else why the cluster will never take it. */
export type SendOutcome = string | undefined;

/**
 * Sends in order, one request at a time, and waits until all in-sync replicas have it. After a failure the producer is replaced: an
 * idempotent producer of kafkajs whose retries ended may be out of step with the broker for good.
 */
export class KafkaSender {
  private producer: Producer | undefined;
  private readonly queue = new SerialQueue();

  constructor(
    private readonly kafka: Kafka,
    private readonly topics: KafkaTopics,
  ) {}

  /** Sends messages of one topic. Rejects when the cluster is away; then some of them may have arrived, and all must be sent again. */
  send(topic: string, messages: readonly Message[], ensureTopic: () => Promise<void>): Promise<SendOutcome[]> {
    return this.queue.run(async () => {
      try {
        return await this.sendBatches(topic, messages);
      } catch (error) {
        await this.drop();
        if (protocolErrorOf(error) !== 'UNKNOWN_TOPIC_OR_PARTITION') throw error;
        this.topics.forget();
        await ensureTopic();
        return this.sendBatches(topic, messages);
      }
    });
  }

  async close(): Promise<void> {
    await this.drop();
  }

  private async sendBatches(topic: string, messages: readonly Message[]): Promise<SendOutcome[]> {
    const outcomes: SendOutcome[] = [];
    for (const batch of batches(messages)) outcomes.push(...(await this.sendBatch(topic, batch)));
    return outcomes;
  }

  private async sendBatch(topic: string, batch: Message[]): Promise<SendOutcome[]> {
    try {
      const producer = await this.connected();
      await producer.send({ topic, acks: -1, timeout: 10_000, compression: CompressionTypes.None, messages: batch });
      return batch.map(() => undefined);
    } catch (error) {
      const type = protocolErrorOf(error);
      if (type !== 'MESSAGE_TOO_LARGE' && type !== 'RECORD_LIST_TOO_LARGE') throw error;
      await this.drop();
      if (batch.length === 1) return ['the message is larger than the cluster allows'];
      // Only the large ones are refused; the order of the others stays.
      const outcomes: SendOutcome[] = [];
      for (const message of batch) outcomes.push(...(await this.sendBatch(topic, [message])));
      return outcomes;
    }
  }

  private async connected(): Promise<Producer> {
    if (this.producer) return this.producer;
    const producer = this.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 4 },
    });
    await producer.connect();
    this.producer = producer;
    return producer;
  }

  private async drop(): Promise<void> {
    const { producer } = this;
    this.producer = undefined;
    if (producer) await within(3_000, producer.disconnect());
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
  const inHeaders = Object.entries(headers ?? {}).reduce((sum, [name, header]) => sum + name.length + Buffer.byteLength(String(header)), 0);
  return FRAME_BYTES + Buffer.byteLength(key ?? '') + Buffer.byteLength(value ?? '') + inHeaders;
}
