import type { Ctx } from '@emporium/platform/context';

/** Work that goes on for each endpoint by itself, so that a slow one holds up no other. */
export interface WebhookLanes {
  /** Starts the work of an endpoint unless it is under way; nobody waits for it. */
  start(endpointId: string, work: (isStopping: () => boolean) => Promise<void>): void;
  /** Resolves when no work is under way. */
  idle(): Promise<void>;
  /** Lets work under way come to its next pause and starts none any more. */
  close(): Promise<void>;
}

/** Opens the lanes of this process. */
export function webhookLanes(log: Pick<Ctx['log'], 'warn'>): WebhookLanes {
  const atWork = new Map<string, Promise<void>>();
  let stopping = false;
  const idle = async () => {
    while (atWork.size > 0) await Promise.all(atWork.values());
  };
  return {
    start: (endpointId, work) => {
      if (stopping || atWork.has(endpointId)) return;
      const run = work(() => stopping)
        .catch((err: unknown) =>
          log.warn({ err, endpoint: endpointId }, 'webhooks not sent, will try again'),
        )
        .finally(() => atWork.delete(endpointId));
      atWork.set(endpointId, run);
    },
    idle,
    close: () => {
      stopping = true;
      return idle();
    },
  };
}
