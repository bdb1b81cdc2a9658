import type { Ctx } from '../context.js';

const TIMEOUT_MS = 30_000;
const PAUSE_MS = 100;

/**
 * Waits until all events published so far are indexed, at most 30 seconds. Returns the number that
 * still waits.
 */
export async function untilCaughtUp(ctx: Ctx): Promise<number> {
  const deadline = Date.now() + TIMEOUT_MS;
  for (;;) {
    const lag = await ctx.services.lagEvents();
    if (lag === 0 || Date.now() > deadline) return lag;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
