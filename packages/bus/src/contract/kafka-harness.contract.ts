import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { ConfigResourceTypes, Kafka, logLevel, Partitioners } from 'kafkajs';
import type { BusHarness } from './bus-test.contract.js';
import type { EventBus } from '../event-bus.js';
import { openKafkaEventBus } from '../kafka-event-bus.adapter.js';

/** A Kafka harness can also take an instance's network away for a while. */
export interface KafkaHarness extends BusHarness {
  /** Before the names of its topics and groups. */
  prefix: string;
  /** Another instance whose network is down from the start. */
  openCut(): Promise<EventBus>;
  heal(bus: EventBus): void;
  /** Bytes that the cluster has sent to the instance so far. */
  received(bus: EventBus): number;
  /** Retention in milliseconds and number of stored messages of a topic, without the prefix. */
  topic(name: string): Promise<{ retentionMs: number; messages: number }>;
}

export const SESSION_TIMEOUT_MS = 6_000;

/**
 * Harness of the Kafka bus with topics of its own, which are deleted at the end. Without secrets it
 * believes everybody, as the suite does.
 */
export async function kafkaHarness(
  brokers: string[],
  secrets: readonly string[] = [],
): Promise<KafkaHarness> {
  const prefix = `test-${randomUUID().slice(0, 8)}-`;
  const partitions = 3;
  const kafka = new Kafka({ clientId: 'contract', brokers, logLevel: logLevel.NOTHING });
  const producer = kafka.producer({
    createPartitioner: Partitioners.DefaultPartitioner,
    allowAutoTopicCreation: false,
  });
  await producer.connect();
  const lines = new Map<EventBus, Line>();
  const openOn = async (line: Line) => {
    const bus = openKafkaEventBus({
      brokers,
      prefix,
      partitions,
      secrets,
      replicationFactor: 1,
      sessionTimeoutMs: SESSION_TIMEOUT_MS,
      backoff: { firstMs: 20, maxMs: 100 },
      socketFactory: (target) => line.open(target),
    });
    lines.set(bus, line);
    return bus;
  };
  return {
    prefix,
    apart: ['bad', keyApartFrom('bad', partitions)],
    timeoutMs: 45_000,
    oneProcess: false,
    open: () => openOn(new Line()),
    openCut: () => {
      const line = new Line();
      line.cut();
      return openOn(line);
    },
    heal: (bus) => lines.get(bus)!.heal(),
    received: (bus) => lines.get(bus)!.received,
    topic: async (name) => {
      const admin = kafka.admin();
      await admin.connect();
      const resource = {
        type: ConfigResourceTypes.TOPIC,
        name: prefix + name,
        configNames: ['retention.ms'],
      };
      const { resources } = await admin.describeConfigs({
        includeSynonyms: false,
        resources: [resource],
      });
      const [offsets] = await admin.fetchTopicOffsets(prefix + name);
      await admin.disconnect();
      return {
        retentionMs: Number(
          resources[0]!.configEntries.find((entry) => entry.configName === 'retention.ms')!
            .configValue,
        ),
        messages: Number(offsets!.high) - Number(offsets!.low),
      };
    },
    crash: async (bus) => lines.get(bus)!.cut(),
    sendRaw: async ({ topic, key, value, headers }) => {
      await producer.send({ topic: prefix + topic, messages: [{ key, value, headers }] });
    },
    dispose: async () => {
      await producer.disconnect();
      const admin = kafka.admin();
      await admin.connect();
      const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
      if (topics.length > 0) await admin.deleteTopics({ topics });
      await admin.disconnect();
    },
  };
}

/** The sockets of one bus instance, to be cut all at once like those of a killed process. */
class Line {
  private readonly sockets = new Set<Socket>();
  private isCut = false;
  received = 0;

  open({ host, port, onConnect }: { host: string; port: number; onConnect: () => void }): Socket {
    const socket = connect({ host, port }, onConnect);
    this.sockets.add(socket);
    socket.on('data', (chunk) => (this.received += chunk.length));
    if (this.isCut) socket.destroy(new Error('cut'));
    return socket;
  }

  heal(): void {
    this.isCut = false;
    this.sockets.clear();
  }

  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy(new Error('cut'));
  }
}

/** A key that Kafka puts into another partition. */
function keyApartFrom(key: string, partitions: number): string {
  const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
    partitionId,
    leader: 0,
  })) as never;
  const partitioner = Partitioners.DefaultPartitioner();
  const partitionOf = (each: string) =>
    partitioner({ topic: 't', partitionMetadata, message: { key: each, value: null } });
  return Array.from({ length: 100 }, (_, index) => `good${index}`).find(
    (candidate) => partitionOf(candidate) !== partitionOf(key),
  )!;
}
