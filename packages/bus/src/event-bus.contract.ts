import { afterEach, beforeEach, describe, vi } from 'vitest';
import { boundedAttempts } from './contract/bounded-attempts.contract.js';
import { brokenMessages } from './contract/broken-messages.contract.js';
import type { BusHarness, BusTest } from './contract/bus-test.contract.js';
import { deadLetterGuarantees } from './contract/dead-letter-guarantees.contract.js';
import { deliveryGuarantees } from './contract/delivery-guarantees.contract.js';
import { durabilityGuarantees } from './contract/durability-guarantees.contract.js';
import { skippedMessages } from './contract/skipped-messages.contract.js';
import type { EventBus } from './event-bus.js';

/** The guarantees of an EventBus; every adapter's test calls this. */
export function describeEventBus(name: string, make: () => Promise<BusHarness>): void {
  describe(`event bus: ${name}`, { timeout: 120_000 }, () => {
    const test: BusTest = {
      harness: undefined as unknown as BusHarness,
      open: async () => {
        const bus = await test.harness.open();
        opened.push(bus);
        return bus;
      },
      eventually: async (assertion) => {
        await vi.waitFor(assertion, { timeout: test.harness.timeoutMs, interval: 20 });
      },
    };
    const opened: EventBus[] = [];

    beforeEach(async () => {
      test.harness = await make();
    });
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((bus) => bus.close()));
      await test.harness.dispose();
    });

    deliveryGuarantees(test);
    brokenMessages(test);
    deadLetterGuarantees(test);
    boundedAttempts(test);
    skippedMessages(test);
    durabilityGuarantees(test);
  });
}
