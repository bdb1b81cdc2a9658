import { withDeadline } from '@emporium/resilience/deadline';
import type { ServicePlan } from './plan-services.js';

/**
 * Waits until the service's /ready answers 200; one without an ops port is taken at its word.
 * Throws after `timeoutMs`.
 */
export async function waitUntilReady(plan: ServicePlan, timeoutMs: number): Promise<void> {
  if (plan.opsPort === 0) return;
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const url = `http://127.0.0.1:${plan.opsPort}/ready`;
    const ready = await withDeadline(2_000, url, (signal) => fetch(url, { signal })).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return;
    if (Date.now() > deadline)
      throw new Error(`${plan.name} ${plan.replica} was not ready after ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
