import { withDeadline } from '@emporium/resilience/deadline';
import { pruneMessaging } from '@emporium/db/prune';
import { traceWhenBusy } from '@emporium/telemetry/trace-when-busy';
import type { Logger } from 'pino';
import type { Ctx } from './context.js';
import { loggableError } from './loggable-error.js';
import type { Job } from './define-subgraph.js';

/** How a job fares, for health and metrics. */
export interface JobState {
  name: string;
  /** When a run last succeeded, or when the job was started; epoch milliseconds. */
  succeededAt: number;
  everyMs: number;
}

/** The timers of a subgraph's jobs. */
export interface RunningJobs {
  /** State of the jobs that run on timers. */
  state(): JobState[];
  /** Runs a job now. Throws when there is none of that name. */
  run(name: string): Promise<void>;
  /** Stops the timers and waits for jobs at work. */
  stop(): Promise<void>;
}

/**
 * A run may take this long before it is given up and the job may run again, in milliseconds. Jobs
 * work in batches of seconds.
 */
const RUN_LIMIT_MS = 120_000;

/**
 * Starts the jobs. A job never overlaps with itself in one process; a failed run is logged and
 * tried again at its next time. A run that hangs is given up after `runLimitMs`: deadlines are rows
 * and jobs are safe to run twice, so the next run does what it left.
 */
export function startJobs<S>(
  jobs: readonly Job<S>[],
  ctx: () => Ctx<S>,
  log: Logger,
  timed: boolean,
  runLimitMs = RUN_LIMIT_MS,
): RunningJobs {
  const succeededAt = new Map(jobs.map((job) => [job.name, Date.now()]));
  const atWork = new Map<string, Promise<void>>();
  const runOnce = (job: Job<S>): Promise<void> => {
    const running = atWork.get(job.name);
    if (running) return running;
    const attributes = { 'emporium.job': job.name };
    const run = withDeadline(runLimitMs, `job ${job.name}`, () =>
      traceWhenBusy(`job ${job.name}`, { attributes }, () => job.run(ctx())),
    )
      .then(() => void succeededAt.set(job.name, Date.now()))
      .finally(() => atWork.delete(job.name));
    atWork.set(job.name, run);
    return run;
  };
  const timers = timed
    ? jobs.map((job) =>
        setInterval(
          () =>
            void runOnce(job).catch((err: unknown) =>
              log.warn({ err: loggableError(err), job: job.name }, 'job failed, will run again'),
            ),
          job.everyMs,
        ),
      )
    : [];
  for (const timer of timers) timer.unref();
  return {
    state: () =>
      timed
        ? jobs.map(({ name, everyMs }) => ({ name, everyMs, succeededAt: succeededAt.get(name)! }))
        : [],
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
