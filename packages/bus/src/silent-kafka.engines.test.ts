import { connect } from 'node:net';
import { describeSilence } from '@emporium/testing/describe-silence';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { eventually } from '@emporium/testing/eventually';
import { Kafka, logLevel } from 'kafkajs';
import { expect } from 'vitest';
import { message, recorder } from './contract/bus-test.contract.js';
import { openKafkaEventBus } from './kafka-event-bus.adapter.js';
import { CALL_LIMIT_MS } from './kafka/kafka-connection.adapter.js';

const SESSION_TIMEOUT_MS = 6_000;
const ARRIVAL_MS = 60_000;

describeWithEngine('Kafka', engineUrls().kafkaBrokers, (brokers) => {
  const target = `tcp://${brokers.split(',')[0]!}`;

  describeSilence('event bus on Kafka', {
    opens: ['packages/bus/src/kafka/kafka-link.adapter.ts'],
    target: () => target,
    deadlineMs: CALL_LIMIT_MS,
    recoveryMs: ARRIVAL_MS,
    open: async (proxy) => {
      const prefix = `silent-${process.pid}-${proxy.port}-`;
      const bus = openKafkaEventBus({
        brokers: brokers.split(','),
        prefix,
        partitions: 1,
        replicationFactor: 1,
        secrets: [],
        sessionTimeoutMs: SESSION_TIMEOUT_MS,
        // The broker names its own address, which leads past the proxy.
        socketFactory: ({ onConnect }) =>
          connect({ host: '127.0.0.1', port: proxy.port }, onConnect),
      });
      const group = recorder('search-silent');
      await bus.subscribe(group.options);
      let sent = 0;
      const publish = () => bus.publish([message('k', `message ${++sent}`)]);
      await publish();
      await eventually(() => expect(group.handled).toContain('message 1'), ARRIVAL_MS);
      return {
        calls: {
          publish,
          'publish beside it': publish,
          ping: () => bus.ping(),
          deadLetters: () => bus.deadLetters('search-silent', { first: 1 }),
          ensureTopics: () => bus.ensureTopics([`never-${Math.random()}` as never]),
        },
        quietCalls: { groups: () => bus.groups() },
        recovered: async () => {
          await publish();
          const last = `message ${sent}`;
          await eventually(() => expect(group.handled).toContain(last), ARRIVAL_MS);
          // Once and in order, whatever was repeated: the first sight of each message comes after
          // those before it.
          const first = [...new Set(group.handled)].map((body) => Number(body.split(' ')[1]));
          expect(first).toEqual(first.toSorted((a, b) => a - b));
        },
        close: async () => {
          await bus.close();
          const admin = new Kafka({
            brokers: brokers.split(','),
            logLevel: logLevel.NOTHING,
          }).admin();
          await admin.connect();
          await admin.deleteTopics({
            topics: (await admin.listTopics()).filter((topic) => topic.startsWith(prefix)),
          });
          await admin.disconnect();
        },
      };
    },
  });
});
