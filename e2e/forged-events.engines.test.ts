// First, because it loads reflect-metadata, which the decorators of the others need.
import '@emporium/graphql/federated-schema';
import type { EventBus } from '@emporium/bus/event-bus';
import { openKafkaEventBus } from '@emporium/bus/kafka-event-bus.adapter';
import { notifications } from '@emporium/notifications/subgraph';
import { OrderCreated } from '@emporium/orders-events';
import { eventually } from '@emporium/testing/eventually';
import { customer } from '@emporium/testing/principals';
import { describeWithSecuredKafka, type SecuredKafka } from '@emporium/testing/secured-kafka';
import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import { UserDeleted } from '@emporium/users-events';
import { afterAll, beforeAll, expect, test } from 'vitest';

const START_MS = 120_000;
const INBOX = `query ($user: [_Any!]!) { _entities(representations: $user) { ... on User { notifications(first: 10) { nodes { order { id } } } } } }`;

describeWithSecuredKafka('events on a Kafka that the stranger may write to', (start) => {
  let kafka: SecuredKafka;
  let t: TestSubgraph<unknown>;
  /**
   * Two who are logged in to the cluster: one signs nothing, the other with a secret of his own.
   */
  let strangers: EventBus[];
  beforeAll(async () => {
    kafka = await start();
    const { broker, ca, username, password } = kafka;
    const security = {
      tls: { ca },
      sasl: { mechanism: 'scram-sha-512' as const, username, password },
    };
    strangers = [[], ['a secret that the shop does not have']].map((secrets) =>
      openKafkaEventBus({ brokers: [broker], security, secrets }),
    );
    await eventually(() => strangers[0]!.ping(), START_MS);
    const login = {
      KAFKA_USERNAME: username,
      KAFKA_PASSWORD: password,
      KAFKA_SSL_CA: ca.replaceAll('\n', '\\n'),
    };
    t = await startTestSubgraph(notifications, {
      env: { BUS_URL: `kafka+ssl://${broker}`, BUS_PARTITIONS: '1', ...login },
    });
  }, 2 * START_MS);
  afterAll(async () => {
    await t?.close();
    await Promise.all((strangers ?? []).map((bus) => bus.close()));
    await kafka?.close();
  });

  const created = (n: number) => ({
    ...{
      orderId: `ord_${n}`,
      number: `N-${n}`,
      userId: 'usr_a',
      version: 1,
      lines: [{ variantId: 'var_1', quantity: 1 }],
    },
    ...{ total: { minor: 1000, currency: 'EUR' }, expiresAt: new Date(0).toISOString() },
  });
  const inbox = async () => {
    const { data } = await t.execute(INBOX, {
      variables: { user: [{ __typename: 'User', id: 'usr_a' }] },
      as: customer('usr_a'),
    });
    return data._entities[0].notifications.nodes.map(
      (node: { order: { id: string } }) => node.order.id,
    ) as string[];
  };
  const lettersOf = async (group: string) =>
    (await t.runtime.bus.deadLetters(group, { first: 20 }))
      .map(({ error }) => error.split(':')[0])
      .toSorted();
  const letters = async () => ({
    inbox: await lettersOf('notifications-inbox'),
    recipients: await lettersOf('notifications-recipients'),
  });

  test(
    'a producer without the secret makes no subgraph believe anything, also after its messages are replayed',
    { timeout: 180_000 },
    async () => {
      await t.deliver(OrderCreated, { key: 'ord_1', version: 1, data: created(1) });
      await eventually(async () => expect(await inbox()).toEqual(['ord_1']), START_MS);
      const head = {
        specversion: '1.0',
        source: '/emporium/orders',
        time: new Date().toISOString(),
        schemaversion: 1,
      };
      const forged = {
        ...head,
        id: 'evt_forged',
        type: OrderCreated.type,
        subject: 'ord_2',
        aggregateversion: 1,
        data: created(2),
      };
      const erased = {
        ...head,
        id: 'evt_erased',
        type: UserDeleted.type,
        subject: 'usr_a',
        aggregateversion: 9,
        data: { id: 'usr_a', version: 9 },
      };
      for (const stranger of strangers) {
        await stranger.publish([
          { topic: 'order_events', key: 'ord_2', value: JSON.stringify(forged), headers: {} },
          { topic: 'auth_events', key: 'usr_a', value: JSON.stringify(erased), headers: {} },
        ]);
      }
      // The inbox hears orders and users, the recipients users alone.
      const [unsigned, wrong] = ['the message is not signed', 'the signature is wrong'];
      const believedByNobody = () =>
        eventually(
          async () =>
            expect(await letters()).toEqual({
              inbox: [unsigned, unsigned, wrong, wrong],
              recipients: [unsigned, wrong],
            }),
          START_MS,
        );
      await believedByNobody();
      expect(await t.runtime.bus.replayDeadLetters('notifications-inbox')).toBe(4);
      expect(await t.runtime.bus.replayDeadLetters('notifications-recipients')).toBe(2);
      await believedByNobody();
      await t.deliver(OrderCreated, { key: 'ord_3', version: 1, data: created(3) });
      await eventually(
        async () => expect(new Set(await inbox())).toEqual(new Set(['ord_1', 'ord_3'])),
        START_MS,
      );
    },
  );
});
