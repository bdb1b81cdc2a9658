import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { message, poison, recorder } from './contract/bus-test.contract.js';
import { type KafkaHarness, kafkaHarness } from './contract/kafka-harness.contract.js';
import { consumeEvents } from './consume-events.js';
import { defineEvent } from './define-event.js';
import type { EventBus } from './event-bus.js';
import { signMessage } from './sign-message.js';

const SECRETS = ['the newest of the secrets', 'the one before it'];

describeWithEngine('Kafka', engineUrls().kafkaBrokers, (brokers) => {
  let harness: KafkaHarness;
  let bus: EventBus;
  const eventually = (assertion: () => unknown) =>
    vi.waitFor(assertion, { timeout: 45_000, interval: 50 });
  beforeEach(async () => {
    harness = await kafkaHarness(brokers.split(','), SECRETS);
    bus = await harness.open();
    await bus.ensureTopics(['product_events']);
  });
  afterEach(async () => {
    await bus.close();
    await harness.dispose();
  });
  const forged = (body: string, headers: Record<string, string> = {}) => {
    const { topic, key, value } = message('k', body);
    return { topic, key, value: Buffer.from(value), headers: { id: body, ...headers } };
  };
  const sign = (
    secret: string,
    topic: string,
    { key, value }: { key: string; value: Buffer | string },
  ) => signMessage([secret], { topic: harness.prefix + topic, key, value });

  test(
    'what a stranger puts on a topic is never handled, and neither a replay nor the way back smuggles it in',
    { timeout: 120_000 },
    async () => {
      const group = recorder('search-signed');
      await bus.subscribe(group.options);
      await bus.publish([message('k', 'first')]);
      await harness.sendRaw(forged('unsigned'));
      await harness.sendRaw(
        forged(
          'other shop',
          sign('a secret of somebody else', 'product_events', forged('other shop')),
        ),
      );
      await harness.sendRaw(forged('moved', sign(SECRETS[0]!, 'order_events', forged('moved'))));
      await harness.sendRaw(
        forged('changed', sign(SECRETS[0]!, 'product_events', forged('original'))),
      );
      await harness.sendRaw(
        forged('old secret', sign(SECRETS[1]!, 'product_events', forged('old secret'))),
      );
      await bus.publish([message('k', 'last')]);
      await eventually(() => expect(group.handled).toEqual(['first', 'old secret', 'last']));
      const reasons = async () =>
        (await bus.deadLetters('search-signed', { first: 20 })).map(
          ({ error }) => error.split(':')[0],
        );
      expect(await reasons()).toEqual([
        'the message is not signed',
        'the signature is wrong',
        'the signature is wrong',
        'the signature is wrong',
      ]);
      expect(await bus.replayDeadLetters('search-signed')).toBe(4);
      // The stranger writes to the group's own topics, too, as if an operator had replayed it.
      const asReplayed = {
        'x-topic': `${harness.prefix}product_events`,
        'x-partition': '0',
        'x-offset': '0',
      };
      await harness.sendRaw({ ...forged('sent back', asReplayed), topic: 'search-signed.retry' });
      await harness.sendRaw({ ...forged('letter', asReplayed), topic: 'search-signed.dlq' });
      await eventually(async () => expect(await reasons()).toHaveLength(6));
      expect(await bus.replayDeadLetters('search-signed')).toBe(6);
      await bus.publish([message('k', 'end')]);
      await eventually(async () => expect(await reasons()).toHaveLength(6));
      await eventually(() => expect(group.handled.at(-1)).toBe('end'));
      expect(group.handled).toEqual(['first', 'old secret', 'last', 'end']);
    },
  );

  test(
    'a stranger can neither have an event put aside nor hide a dead letter; an operator can',
    { timeout: 120_000 },
    async () => {
      const first = await harness.open();
      await (await first.subscribe(recorder('search-skips').options)).stop();
      await harness.sendRaw({
        topic: 'search-skips.skipped',
        key: 'wanted',
        value: Buffer.from('says who'),
        headers: {},
      });
      await harness.sendRaw({ topic: 'search-skips.replayed', key: '0', value: null, headers: {} });
      await first.close();
      await bus.skip('search-skips', { id: 'unwanted' }, 'the operator says so');
      const group = recorder('search-skips', poison('bad'));
      await bus.subscribe(group.options);
      await bus.publish(['bad', 'wanted', 'unwanted', 'end'].map((body) => message('k', body)));
      await eventually(() => expect(group.handled).toEqual(['wanted', 'end']));
      const letters = async () =>
        (await bus.deadLetters('search-skips', { first: 5 })).map(({ error }) => error);
      expect(await letters()).toEqual(['bad is poison', 'put aside: the operator says so']);
      expect(await bus.replayDeadLetters('search-skips', ['0'])).toBe(1);
      await eventually(async () =>
        expect(await letters()).toEqual(['put aside: the operator says so', 'bad is poison']),
      );
    },
  );

  test('a consumer of events gets signed envelopes alone', { timeout: 60_000 }, async () => {
    const renamed = defineEvent(
      'SIGNED_RENAMED',
      'product_events',
      z.object({ name: z.string() }),
      { description: 'For this test.' },
    );
    const envelope = (name: string) => ({
      topic: 'product_events' as const,
      key: 'k',
      value: JSON.stringify({
        ...{
          specversion: '1.0',
          id: name,
          type: renamed.type,
          source: '/emporium/test',
          subject: 'k',
          time: '2026-01-01T00:00:00Z',
        },
        ...{ aggregateversion: 1, schemaversion: 1, data: { name } },
      }),
      headers: {},
    });
    const names: string[] = [];
    const handle = async ({ data }: { data: { name: string } }) => void names.push(data.name);
    await consumeEvents(bus, { group: 'search-envelopes', handlers: [{ event: renamed, handle }] });
    await harness.sendRaw({ ...envelope('forged'), value: Buffer.from(envelope('forged').value) });
    await bus.publish([envelope('signed')]);
    await eventually(() => expect(names).toEqual(['signed']));
    expect(await bus.deadLetters('search-envelopes', { first: 5 })).toMatchObject([
      { error: expect.stringContaining('not signed') as string },
    ]);
  });
});
