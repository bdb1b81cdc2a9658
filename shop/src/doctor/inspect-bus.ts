import type { KafkaFacts } from '@emporium/bus/kafka/inspect-kafka.adapter';
import { fail, ok, warn, type Finding, type Inspection } from '@emporium/platform/inspection';
import { subgraphs } from '../subgraphs.js';

/** BUS_URL: the cluster answers, and its topics are as the configuration says. */
export const inspectBus: Inspection = {
  name: 'events',
  async run({ kafka, busPartitions, busReplication = 1 }) {
    if (!kafka) return [ok('embedded (memory:)')];
    const names = new Set(
      subgraphs.flatMap(({ consumers = [] }) =>
        consumers.flatMap(({ handlers }) => handlers.map(({ event }) => event.topic)),
      ),
    );
    const { inspectKafka } = await import('@emporium/bus/kafka/inspect-kafka.adapter');
    let facts: KafkaFacts;
    try {
      const { brokers, ...security } = kafka;
      facts = await inspectKafka(brokers, security, [...names]);
    } catch (error) {
      return [
        fail(
          `the cluster cannot be used: ${(error as Error).message}`,
          'start it, or correct BUS_URL; its advertised listeners must be reachable from here',
        ),
      ];
    }
    const findings: Finding[] = [
      ok(
        `Kafka with ${facts.brokers} broker(s), ${facts.topics.length} of ${names.size} topics are there`,
      ),
    ];
    if (busReplication > facts.brokers)
      findings.push(
        fail(
          `BUS_REPLICATION=${busReplication} needs as many brokers, there are ${facts.brokers}`,
          'lower it, or add brokers',
        ),
      );
    if (facts.missing.length > 0)
      findings.push(
        warn(
          `${facts.missing.join(', ')} do not exist yet`,
          'the first start makes them, if its user may',
        ),
      );
    for (const { topic, partitions, withoutLeader, underReplicated } of facts.topics) {
      if (withoutLeader > 0)
        findings.push(
          fail(
            `${topic}: ${withoutLeader} of ${partitions} partitions have no leader`,
            'bring the missing brokers back',
          ),
        );
      else if (underReplicated > 0)
        findings.push(
          warn(
            `${topic}: ${underReplicated} of ${partitions} partitions lack copies`,
            'bring the missing brokers back',
          ),
        );
      if (partitions < busPartitions)
        findings.push(
          warn(
            `${topic} has ${partitions} partitions, BUS_PARTITIONS is ${busPartitions}`,
            'topics that exist keep theirs; set BUS_PARTITIONS to what there is',
          ),
        );
    }
    return findings;
  },
};
