import { setTimeout as wait } from 'node:timers/promises';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { expect, test, vi } from 'vitest';
import { message, recorder } from './contract/bus-test.contract.js';
import { kafkaHarness } from './contract/kafka-harness.contract.js';

const BACKLOG = 100_000;
const KEYS = 500;
const BATCH = 2_000;
const SLOW_MS = 3;

describeWithEngine('Kafka', engineUrls().kafkaBrokers, (brokers) => {
  const long = { timeout: 240_000 };
  test(
    'a slow group works off a backlog of 100,000 in the order of each key, though a member joins and one is killed',
    long,
    async () => {
      const harness = await kafkaHarness(brokers.split(','));
      const [sender, doomed, second] = await Promise.all([
        harness.open(),
        harness.open(),
        harness.open(),
      ]);
      const handled = Array.from({ length: KEYS }, () => 0);
      let total = 0;
      let skipped = 0;
      const member = () => {
        const counts = { handled: 0 };
        const { options } = recorder('search-backlog', async (body) => {
          await wait(SLOW_MS);
          const [key, place] = body.split(':').map(Number) as [number, number];
          if (place > handled[key]! + 1) skipped++;
          if (place === handled[key]! + 1) total++;
          handled[key] = Math.max(handled[key]!, place);
          counts.handled++;
        });
        return { counts, options: { ...options, concurrency: 32 } };
      };
      const eventually = (assertion: () => unknown) =>
        vi.waitFor(assertion, { timeout: 120_000, interval: 50 });
      try {
        for (let sent = 0; sent < BACKLOG; sent += BATCH) {
          const batch = Array.from({ length: BATCH }, (_none, index) => ({
            key: index % KEYS,
            place: Math.floor((sent + index) / KEYS) + 1,
          }));
          await sender.publish(
            batch.map(({ key, place }) => message(`k${key}`, `${key}:${place}`)),
          );
        }
        const [first, other] = [member(), member()];
        await doomed.subscribe(first.options);
        await eventually(() => expect(total).toBeGreaterThan(BACKLOG / 10));
        await eventually(async () =>
          expect((await doomed.groups())[0]!.lag).toBeGreaterThan(BACKLOG / 10),
        );
        await second.subscribe(other.options);
        await eventually(() => expect(other.counts.handled).toBeGreaterThan(BACKLOG / 100));
        await harness.crash(doomed);
        expect(total).toBeLessThan(BACKLOG);
        await eventually(() => expect(total).toBe(BACKLOG));
        await eventually(async () =>
          expect(await second.groups()).toMatchObject([
            { group: 'search-backlog', lag: 0, oldestSeconds: 0, state: 'running' },
          ]),
        );
        expect(skipped).toBe(0);
      } finally {
        await Promise.all([sender, doomed, second].map((bus) => bus.close()));
        await harness.dispose();
      }
    },
  );
});
