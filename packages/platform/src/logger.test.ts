import { startTracing } from '@emporium/telemetry/start-tracing';
import { traceWork } from '@emporium/telemetry/trace-work';
import { expect, test } from 'vitest';
import { makeLogger } from './logger.js';

test('a line that is written during traced work leads to its trace, one outside of any does not', async () => {
  const lines: Record<string, unknown>[] = [];
  const tracingOptions = {
    endpoint: 'http://127.0.0.1:1',
    sampler: 'always_off',
    ratio: 1,
    resource: {},
  } as const;
  const log = makeLogger(
    { logLevel: 'info', nodeEnv: 'test', tracing: tracingOptions },
    { write: (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>) },
  );
  const tracing = await startTracing(tracingOptions, 'probe', log);
  const traceId = 'a'.repeat(32);
  await traceWork('work', { parent: `00-${traceId}-${'b'.repeat(16)}-01` }, async () =>
    log.child({ requestId: 'r' }).info('inside'),
  );
  log.info('outside');
  await tracing.stop(1);
  expect(lines).toEqual([
    expect.objectContaining({
      msg: 'inside',
      requestId: 'r',
      trace_id: traceId,
      span_id: expect.stringMatching(/^[0-9a-f]{16}$/),
    }),
    expect.not.objectContaining({ trace_id: expect.anything() }),
  ]);
});
