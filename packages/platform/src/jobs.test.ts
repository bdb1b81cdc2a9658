import { pino } from 'pino';
import { eventually } from '@emporium/testing/eventually';
import { afterEach, expect, test } from 'vitest';
import type { Ctx } from './context.js';
import type { Job } from './define-subgraph.js';
import { startJobs, type RunningJobs } from './jobs.js';
import { jobHealth } from './subgraph-health.js';

let running: RunningJobs;
afterEach(() => running?.stop());

const start = (job: Pick<Job, 'everyMs' | 'run'>, runLimitMs?: number) =>
  (running = startJobs(
    [{ name: 'work', ...job }],
    () => ({}) as Ctx,
    pino({ level: 'silent' }),
    true,
    runLimitMs,
  ));

test('a job never overlaps with itself', async () => {
  let [active, most, runs] = [0, 0, 0];
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  start({
    everyMs: 5,
    run: async () => {
      most = Math.max(most, ++active);
      if (++runs === 1) await gate;
      active--;
    },
  });
  await eventually(() => runs === 1);
  const joined = [running.run('work'), running.run('work')];
  open();
  await Promise.all(joined);
  await eventually(() => runs > 3);
  expect(most).toBe(1);
});

test('a run that hangs is given up, and the job runs again', async () => {
  let runs = 0;
  start(
    { everyMs: 20, run: () => (++runs === 1 ? new Promise(() => undefined) : Promise.resolve()) },
    50,
  );
  await eventually(() => expect(runs).toBeGreaterThan(1));
});

test('only a success counts as one', async () => {
  let fails = true;
  let runs = 0;
  start({
    everyMs: 5,
    run: async () => {
      runs++;
      if (fails) throw new Error('not yet');
    },
  });
  const [before] = running.state();
  await eventually(() => runs > 2);
  expect(running.state()).toEqual([before]);
  fails = false;
  await eventually(() =>
    expect(running.state()[0]!.succeededAt).toBeGreaterThan(before!.succeededAt),
  );
});

test.each([
  ['a job that just succeeded', 0, 1_000, 'ok'],
  ['a quick job after half a minute', 30_000, 1_000, 'ok'],
  ['a quick job after two minutes', 120_000, 1_000, 'degraded'],
  ['a quick job after ten minutes', 600_000, 1_000, 'down'],
  ['an hourly job after two hours', 7_200_000, 3_600_000, 'ok'],
  ['an hourly job after six hours', 6 * 3_600_000, 3_600_000, 'degraded'],
  ['an hourly job after a day', 24 * 3_600_000, 3_600_000, 'down'],
])('%s is judged by its own interval', (_, ageMs, everyMs, status) => {
  expect(jobHealth({ name: 'work', everyMs, succeededAt: Date.now() - ageMs })).toMatchObject({
    name: 'job work',
    status,
  });
});
