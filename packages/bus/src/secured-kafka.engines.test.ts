import { eventually } from '@emporium/testing/eventually';
import { describeWithSecuredKafka, type SecuredKafka } from '@emporium/testing/secured-kafka';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { message, poison, recorder } from './contract/bus-test.contract.js';
import { EventBusUnavailableError, type EventBus } from './event-bus.js';
import { openKafkaEventBus } from './kafka-event-bus.adapter.js';
import type { KafkaSecurity } from './kafka/kafka-security.js';

const TIMEOUT_MS = 60_000;

describeWithSecuredKafka('Kafka over TLS with a log-in', (start) => {
  let kafka: SecuredKafka;
  const opened: EventBus[] = [];
  const logged: string[] = [];
  const open = (security: KafkaSecurity) => {
    const prefix = `t${opened.length}-`;
    const log = (level: string, text: string) => void logged.push(`${level} ${text}`);
    const bus = openKafkaEventBus({
      brokers: [kafka.broker],
      prefix,
      partitions: 1,
      replicationFactor: 1,
      secrets: [],
      security,
      log,
    });
    opened.push(bus);
    return bus;
  };
  const tls = () => ({ ca: kafka.ca });
  const sasl = (
    mechanism: NonNullable<KafkaSecurity['sasl']>['mechanism'],
    password = kafka.password,
  ) => ({
    mechanism,
    username: kafka.username,
    password,
  });
  beforeAll(async () => {
    kafka = await start();
    await eventually(() => open({ tls: tls(), sasl: sasl('plain') }).ping(), TIMEOUT_MS);
  }, 2 * TIMEOUT_MS);
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((bus) => bus.close()));
  });
  afterAll(() => kafka?.close());

  test.each(['plain', 'scram-sha-256', 'scram-sha-512'] as const)(
    'events, dead letters and their replay go through a cluster that asks for %s',
    async (mechanism) => {
      const bus = open({ tls: tls(), sasl: sasl(mechanism) });
      let bad = true;
      const [one, two, three] = ['one', 'two', 'three'].map((word) => `${mechanism} ${word}`) as [
        string,
        string,
        string,
      ];
      const group = recorder(`search-${mechanism}`, (body) =>
        bad ? poison(two)(body) : undefined,
      );
      // Those of the other ways to log in are in the topic, too, and a publish without an answer
      // was repeated.
      const handled = () => [
        ...new Set(group.handled.filter((body) => body.startsWith(mechanism))),
      ];
      await bus.subscribe(group.options);
      await eventually(
        () => bus.publish([one, two, three].map((body) => message('k', body))),
        TIMEOUT_MS,
      );
      await eventually(() => expect(handled()).toEqual([one, three]), TIMEOUT_MS);
      bad = false;
      expect(await bus.replayDeadLetters(group.options.group)).toBeGreaterThanOrEqual(1);
      await eventually(() => expect(handled()).toEqual([one, three, two]), TIMEOUT_MS);
    },
    2 * TIMEOUT_MS,
  );

  test('a wrong password, no log-in, no TLS and a certificate of strangers are errors in time that name no password', async () => {
    const wrong = {
      plain: 'wrong-word',
      'scram-sha-256': 'wrong-word',
      'scram-sha-512': 'wrong-word',
    } as const;
    const ways: KafkaSecurity[] = [
      ...Object.entries(wrong).map(([mechanism, password]) => ({
        tls: tls(),
        sasl: sasl(mechanism as 'plain', password),
      })),
      { tls: tls() },
      { sasl: sasl('scram-sha-512') },
      { tls: {}, sasl: sasl('plain') },
    ];
    for (const way of ways) {
      const error: Error = await open(way)
        .ping()
        .then(
          () => new Error('it was let in'),
          (refusal: Error) => refusal,
        );
      expect(error.message).not.toMatch(/let in/);
      expect(error.name).toMatch(/EventBusUnavailableError|DeadlineError/);
      logged.push(error.message);
    }
    expect(logged.join('\n')).not.toContain('wrong-word');
    expect(logged.join('\n')).not.toContain(kafka.password);
    // What to do about it can be read.
    expect(logged.join('\n')).toMatch(/authentication failed/i);
    expect(logged.join('\n')).toMatch(/self-signed certificate/i);
  }, 90_000);

  test(
    'a call to a frozen cluster ends in an error, and encrypted connections are cut and opened anew without a restart',
    async () => {
      const bus = open({ tls: tls(), sasl: sasl('scram-sha-256') });
      const group = recorder('search-frozen');
      await bus.subscribe(group.options);
      await eventually(() => bus.publish([message('k', 'before')]), TIMEOUT_MS);
      await eventually(() => expect(group.handled).toContain('before'), TIMEOUT_MS);
      kafka.pause();
      try {
        const refusal: unknown = await bus
          .publish([message('k', 'lost')])
          .catch((error: unknown) => error);
        expect(refusal).toBeInstanceOf(Error);
        expect(
          refusal instanceof EventBusUnavailableError ||
            (refusal as Error).name === 'DeadlineError',
        ).toBe(true);
      } finally {
        kafka.resume();
      }
      await eventually(() => bus.publish([message('k', 'after')]), TIMEOUT_MS);
      await eventually(() => expect(group.handled.at(-1)).toBe('after'), TIMEOUT_MS);
    },
    3 * TIMEOUT_MS,
  );
});
