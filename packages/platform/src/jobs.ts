import { pruneMessaging } from '@emporium/db/prune';
import type { Logger } from 'pino';
import type { Ctx } from './context.js';
import type { Job } from './define-subgraph.js';

/** The timers of a subgraph's jobs. */
export interface RunningJobs {
  /** Runs a job now. Throws when there is none of that name. */
  run(name: string): Promise<void>;
  /** Stops the timers and waits for jobs at work. */
  stop(): Promise<void>;
}

/** Starts the jobs. A job never overlaps with itself in one process; a failed run is logged and tried again at its next time. */
export function startJobs<S>(jobs: readonly Job<S>[], ctx: () => Ctx<S>, log: Logger, timed: boolean): RunningJobs {
  const atWork = new Map<string, Promise<void>>();
  const runOnce = (job: Job<S>): Promise<void> => {
    const running = atWork.get(job.name);
    if (running) return running;
    const run = job.run(ctx()).finally(() => atWork.delete(job.name));
    atWork.set(job.name, run);
    return run;
  };
  const timers = timed
    ? jobs.map((job) =>
        setInterval(
          () => void runOnce(job).catch((err: unknown) => log.warn({ err, job: job.name }, 'job failed, will run again')),
          job.everyMs,
        ),
      )
    : [];
  for (const timer of timers) timer.unref();
  return {
    run: async (name) => {
      const job = jobs.find((candidate) => candidate.name === name);
      if (!job) throw new Error(`there is no job ${name}`);
      await runOnce(job);
    },
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      await Promise.allSettled(atWork.values());
    },
  };
}

/** Clears old outbox, inbox and idempotency rows. */
export function pruneJob(): Job {
  return { name: 'prune-messaging', everyMs: 3_600_000, run: (ctx) => pruneMessaging(ctx.em) };
}
