import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  type KafkaHarness,
  kafkaHarness,
  SESSION_TIMEOUT_MS,
} from './contract/kafka-harness.contract.js';
import { message, recorder } from './contract/bus-test.contract.js';
import { describeEventBus } from './event-bus.contract.js';
import { PoisonMessageError, type EventBus } from './event-bus.js';

describeWithEngine('Kafka', engineUrls().kafkaBrokers, (brokers) => {
  const make = () => kafkaHarness(brokers.split(','));
  describeEventBus('Kafka', make);

  let harness: KafkaHarness;
  const opened: EventBus[] = [];
  const keep = (bus: EventBus) => {
    opened.push(bus);
    return bus;
  };
  const eventually = (assertion: () => unknown, timeout = 45_000) =>
    vi.waitFor(assertion, { timeout, interval: 50 });
  beforeEach(async () => {
    harness = await make();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((bus) => bus.close()));
    await harness.dispose();
  });

  test(
    'a cluster that is away at the start stops nothing, and everything runs once it is there',
    { timeout: 90_000 },
    async () => {
      const bus = keep(await harness.openCut());
      const group = recorder('search-boot');
      await bus.subscribe(group.options);
      await expect(bus.publish([message('k', 'lost')])).rejects.toBeInstanceOf(Error);
      harness.heal(bus);
      await eventually(() => bus.publish([message('k', 'one')]));
      await eventually(() => expect(group.handled).toContain('one'));
      await eventually(async () =>
        expect(await bus.groups()).toMatchObject([
          { group: 'search-boot', lag: 0, oldestSeconds: 0, state: 'running' },
        ]),
      );
    },
  );

  test(
    'a cluster that goes away and comes back loses nothing and needs nobody',
    { timeout: 120_000 },
    async () => {
      const bus = keep(await harness.open());
      const steady = keep(await harness.open());
      const group = recorder('search-outage');
      await bus.subscribe(group.options);
      await steady.publish([message('k', 'before')]);
      await eventually(() => expect(group.handled).toEqual(['before']));
      await harness.crash(bus);
      await expect(bus.publish([message('k', 'refused')])).rejects.toBeInstanceOf(Error);
      await steady.publish([message('k', 'meanwhile')]);
      // Long enough that kafkajs gives up by itself: its retries end and the consumer crashes.
      await eventually(async () => {
        expect(await bus.groups()).toEqual([
          expect.objectContaining({
            group: 'search-outage',
            lag: Number.NaN,
            state: 'failing',
            lastError: expect.any(String) as string,
          }),
        ]);
      });
      harness.heal(bus);
      await eventually(() => expect(group.handled).toContain('meanwhile'));
      await eventually(() => bus.publish([message('k', 'after')]));
      await eventually(() => expect(group.handled.at(-1)).toBe('after'));
      expect([...new Set(group.handled)]).toEqual(['before', 'meanwhile', 'after']);
    },
  );

  test(
    'a handler slower than the session time-out keeps its membership and is not called twice',
    { timeout: 90_000 },
    async () => {
      const bus = keep(await harness.open());
      const group = recorder('search-slow', async (body) => {
        if (body === 'slow')
          await new Promise((resolve) => setTimeout(resolve, SESSION_TIMEOUT_MS * 1.5));
      });
      await bus.subscribe(group.options);
      await bus.publish([message('k', 'slow'), message('k', 'next')]);
      await eventually(() => expect(group.handled).toEqual(['slow', 'next']));
      await eventually(async () => expect((await bus.groups())[0]).toMatchObject({ lag: 0 }));
      expect(group.attempts).toHaveLength(2);
    },
  );

  test(
    'several keys at once: they overlap, each keeps its order, and a failure loses nothing',
    { timeout: 90_000 },
    async () => {
      const bus = keep(await harness.open());
      const keys = Array.from({ length: 12 }, (_, index) => `key${index}`);
      let active = 0;
      let most = 0;
      let trouble = 3;
      const group = recorder('search-many', async (body) => {
        most = Math.max(most, ++active);
        await new Promise((resolve) => setTimeout(resolve, 20));
        active--;
        if (body.startsWith('key5 1') && trouble-- > 0) throw new Error('away');
      });
      await bus.publish(
        Array.from({ length: 20 }, (_, step) =>
          keys.map((key) => message(key, `${key} ${step}`)),
        ).flat(),
      );
      await bus.subscribe({ ...group.options, concurrency: 8 });
      await eventually(() => expect(new Set(group.handled).size).toBe(240));
      await eventually(async () =>
        expect((await bus.groups())[0]).toMatchObject({ lag: 0, state: 'running' }),
      );
      // Three partitions alone would handle three.
      expect(most).toBeGreaterThan(3);
      for (const key of keys) {
        const firsts = [...new Set(group.handled.filter((body) => body.startsWith(`${key} `)))];
        expect(firsts).toEqual(Array.from({ length: 20 }, (_, step) => `${key} ${step}`));
      }
    },
  );

  test(
    'a page of dead letters is read alone: the first and the last of 20 MB cost a small part of it',
    { timeout: 90_000 },
    async () => {
      const bus = keep(await harness.open());
      const group = recorder('search-page', (body) => new PoisonMessageError(body.slice(0, 10)));
      await bus.subscribe(group.options);
      const bodies = Array.from({ length: 400 }, (_, index) => `${index}`.padEnd(50_000, '.'));
      for (let at = 0; at < bodies.length; at += 50)
        await bus.publish(bodies.slice(at, at + 50).map((body) => message('k', body)));
      await eventually(async () =>
        expect((await harness.topic('search-page.dlq')).messages).toBe(400),
      );
      const reader = keep(await harness.open());
      const first = await reader.deadLetters('search-page', { first: 2 });
      const last = await reader.deadLetters('search-page', { first: 2, after: '397' });
      expect([...first, ...last].map((letter) => Number.parseInt(letter.error))).toEqual([
        0, 1, 398, 399,
      ]);
      expect(harness.received(reader)).toBeLessThan(6_000_000);
    },
  );

  test(
    'dead letters have their retention, and what was replayed is let go',
    { timeout: 90_000 },
    async () => {
      const bus = keep(await harness.open());
      let bad = true;
      const group = recorder('search-kept', () => (bad ? new PoisonMessageError('no') : undefined));
      await bus.subscribe(group.options);
      await bus.publish(['one', 'two', 'three'].map((body) => message('k', body)));
      await eventually(async () =>
        expect(await bus.deadLetters('search-kept', { first: 5 })).toHaveLength(3),
      );
      const days = 24 * 3_600_000;
      expect(await harness.topic('search-kept.dlq')).toEqual({
        retentionMs: 90 * days,
        messages: 3,
      });
      bad = false;
      expect(await bus.replayDeadLetters('search-kept', ['1'])).toBe(1);
      await eventually(() => expect(group.handled).toEqual(['two']));
      expect(await harness.topic('search-kept.dlq')).toMatchObject({ messages: 3 });
      expect(await harness.topic('search-kept.replayed')).toEqual({
        retentionMs: 180 * days,
        messages: 1,
      });
      expect(await bus.replayDeadLetters('search-kept')).toBe(2);
      await eventually(() => expect(group.handled).toEqual(['two', 'one', 'three']));
      expect(await harness.topic('search-kept.dlq')).toMatchObject({ messages: 0 });
      expect(await harness.topic('search-kept.replayed')).toMatchObject({ messages: 0 });
    },
  );

  test(
    'members that come and go all the time lose nothing and keep the order of each key',
    { timeout: 180_000 },
    async () => {
      const sender = keep(await harness.open());
      const steps = Array.from({ length: 60 }, (_, index) => index);
      const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
      await sender.ensureTopics(['product_events']);
      await sender.publish(
        steps.flatMap((step) => keys.map((key) => message(key, `${key}${step}`))),
      );
      const handled: string[] = [];
      const join = async () => {
        const bus = keep(await harness.open());
        const member = recorder('search-storm', async (body) => {
          await new Promise((resolve) => setTimeout(resolve, 30));
          handled.push(body);
        });
        await bus.subscribe(member.options);
        return bus;
      };
      await join();
      for (let round = 0; round < 4; round++) {
        const guest = await join();
        const seen = handled.length;
        await eventually(() => expect(handled.length).toBeGreaterThan(seen + 5));
        await guest.close();
      }
      await eventually(
        () => expect(new Set(handled).size).toBe(steps.length * keys.length),
        90_000,
      );
      for (const key of keys) {
        const firsts = [...new Set(handled.filter((body) => body.startsWith(key)))];
        expect(firsts).toEqual(steps.map((step) => `${key}${step}`));
      }
    },
  );
});
