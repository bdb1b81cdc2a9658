import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

/**
 * Uses everything with tracing off, then prints which modules of the SDK are loaded. With an
 * argument it switches tracing on first.
 */
const PROGRAM = `
  import { createRequire } from 'node:module';
  import { startTracing } from '@emporium/telemetry/start-tracing';
  import { traceWork } from '@emporium/telemetry/trace-work';
  import { traceWhenBusy } from '@emporium/telemetry/trace-when-busy';
  import { logFields } from '@emporium/telemetry/log-fields';
  const endpoint = process.argv.at(-1) === 'on' ? { endpoint: 'http://127.0.0.1:1', sampler: 'always_off', ratio: 1, resource: {} } : undefined;
  const tracing = await startTracing(endpoint, 'probe', console);
  await traceWork('a', {}, () => traceWhenBusy('b', {}, async () => logFields()));
  await tracing.stop(1);
  const loaded = Object.keys(createRequire(import.meta.url).cache).filter((path) => path.includes('@opentelemetry'));
  console.log(loaded.length);
`;
const run = async (...args: string[]) => {
  const options = [
    '--conditions=source',
    '--import',
    'tsx',
    '--input-type=module',
    '--eval',
    PROGRAM,
    '--',
    ...args,
  ];
  return Number(
    (await promisify(execFile)(process.execPath, options, { cwd: import.meta.dirname })).stdout,
  );
};

test('without an address of a receiver no module of OpenTelemetry is loaded; with one they are', async () => {
  const [off, on] = await Promise.all([run(), run('on')]);
  expect(off).toBe(0);
  expect(on).toBeGreaterThan(10);
});
