import { setTimeout as sleep } from 'node:timers/promises';
import type { Ctx } from '@emporium/platform/context';
import { loadEdit } from './load-edit.js';

/** Waits until somebody else has applied or refused the change, at most until `deadline`. */
export async function awaitEdit(ctx: Ctx, editId: string, deadline: number): Promise<void> {
  for (let pauseMs = 25; ; pauseMs = Math.min(pauseMs * 2, 500)) {
    if ((await loadEdit(ctx, editId))?.status !== 'OPEN' || Date.now() + pauseMs > deadline) return;
    await sleep(pauseMs);
  }
}
