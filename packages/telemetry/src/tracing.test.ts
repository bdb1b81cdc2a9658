import {
  otlpReceiver,
  type OtlpReceiver,
  type ReceivedSpan,
} from '@emporium/testing/otlp-receiver';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { beginWork } from './begin-work.js';
import { currentTraceparent } from './current-traceparent.js';
import { logFields } from './log-fields.js';
import { noteWork } from './note-work.js';
import { startTracing, type Tracing, type TracingOptions } from './start-tracing.js';
import { traceWhenBusy } from './trace-when-busy.js';
import { traceWork } from './trace-work.js';

const TRACE = 'a'.repeat(32);
const CALLER = `00-${TRACE}-${'b'.repeat(16)}-01`;

let receiver: OtlpReceiver;
let tracing: Tracing | undefined;
let logged: string[];
beforeEach(async () => {
  receiver = await otlpReceiver();
  logged = [];
});
afterEach(async () => {
  await tracing?.stop();
  await receiver.close();
});

const log = {
  info: (_: object, message: string) => logged.push(message),
  warn: (_: object, message: string) => logged.push(message),
};
async function start(options: Partial<TracingOptions> = {}): Promise<void> {
  const { endpoint } = receiver;
  tracing = await startTracing(
    { endpoint, sampler: 'parentbased_always_on', ratio: 1, resource: {}, ...options },
    'probe',
    log,
  );
}
async function received(): Promise<ReceivedSpan[]> {
  await tracing!.flush();
  return receiver.spans;
}
const named = (name: string) => receiver.spans.find((span) => span.name === name)!;

test('what begins inside a piece of work is a part of it, across every wait', async () => {
  await start();
  await traceWork(
    'outer',
    { kind: 'server', parent: CALLER, attributes: { 'a.b': 1, left: undefined } },
    async () => {
      await new Promise((resolve) => setImmediate(resolve));
      await Promise.all([
        traceWork('first', {}, async () => undefined),
        traceWork('second', { kind: 'client' }, async () => undefined),
      ]);
      noteWork(5, () => ({ name: 'statement', attributes: { 'db.query.text': 'select $1' } }));
    },
  );
  expect(await received()).toHaveLength(4);
  const outer = named('outer');
  expect(outer).toMatchObject({
    traceId: TRACE,
    parentSpanId: 'b'.repeat(16),
    kind: 'server',
    service: 'probe',
    attributes: { 'a.b': 1 },
  });
  expect(Object.keys(outer.attributes)).toEqual(['a.b']);
  for (const name of ['first', 'second', 'statement'])
    expect(named(name)).toMatchObject({ traceId: TRACE, parentSpanId: outer.spanId });
  expect(named('statement').endedAt - named('statement').startedAt).toBeGreaterThanOrEqual(4);
});

test('a failure is told by its kind and thrown on; its message stays here', async () => {
  await start();
  const work = traceWork('fails', {}, async () => {
    throw Object.assign(new Error('jo@example.com is taken'), { code: '23505' });
  });
  await expect(work).rejects.toThrow('jo@example.com');
  await received();
  expect(named('fails')).toMatchObject({ failed: true, attributes: { 'error.type': '23505' } });
  expect(receiver.bodies.join()).not.toContain('jo@example.com');
});

test('a traceparent that is none begins a trace of its own', async () => {
  await start();
  for (const parent of [
    '',
    'x',
    `00-${'0'.repeat(32)}-${'b'.repeat(16)}-01`,
    `ff-${TRACE}-${'b'.repeat(16)}-01`,
  ]) {
    beginWork('begun', { parent }).end();
  }
  expect((await received()).map(({ parentSpanId }) => parentSpanId)).toEqual(['', '', '', '']);
  expect(new Set(receiver.spans.map(({ traceId }) => traceId)).size).toBe(4);
});

test('what nobody keeps goes on with its trace id, so that no part of it is kept anywhere', async () => {
  await start({ sampler: 'parentbased_traceidratio', ratio: 0 });
  await traceWork('outer', {}, async (work) => {
    expect(work.isRecorded).toBe(false);
    await traceWork('inner', {}, async () => expect(currentTraceparent()).toBe(work.traceparent));
    expect(currentTraceparent()).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
    expect(logFields().trace_id).toBe(work.traceparent!.slice(3, 35));
    noteWork(1, () => expect.fail('nobody will see it'));
  });
  expect(await received()).toEqual([]);
  // A caller that keeps its trace is followed, unless the sampler says otherwise.
  await traceWork('kept', { parent: CALLER }, async () => undefined);
  expect((await received()).map(({ name }) => name)).toEqual(['kept']);
});

test('the share of kept traces is decided by the trace id, with or without a caller', async () => {
  await start({ sampler: 'traceidratio', ratio: 0.5 });
  const caller = (first: string) => `00-${first}${'0'.repeat(22)}01-${'b'.repeat(16)}-01`;
  const low = beginWork('low', { parent: caller('00000001') });
  const high = beginWork('high', { parent: caller('fffffff0') });
  expect([low.isRecorded, high.isRecorded]).toEqual([true, false]);
});

test('work that finds nothing to do is not told; one that begins something or fails is, from its start', async () => {
  await start();
  await traceWhenBusy('idle', {}, async () =>
    noteWork(1, () => ({ name: 'look', attributes: {} })),
  );
  await traceWhenBusy('busy', { attributes: { 'emporium.job': 'x' } }, () =>
    traceWork('inside', {}, async () => undefined),
  );
  await expect(
    traceWhenBusy('failing', {}, () => Promise.reject(new TypeError('no'))),
  ).rejects.toThrow('no');
  expect((await received()).map(({ name }) => name).sort()).toEqual(['busy', 'failing', 'inside']);
  expect(named('inside').parentSpanId).toBe(named('busy').spanId);
  expect(named('busy').startedAt).toBeLessThanOrEqual(named('inside').startedAt);
  expect(named('failing').attributes).toMatchObject({ 'error.type': 'TypeError' });
});

test('a receiver that refuses costs the traces, is told of once, and work goes on', async () => {
  await start();
  receiver.behave('refuse');
  for (let n = 0; n < 3; n++) {
    expect(await traceWork('lost', {}, async () => n)).toBe(n);
    await tracing!.flush().catch(() => undefined);
  }
  expect(logged).toEqual([expect.stringContaining('traces are lost')]);
  receiver.behave('take');
  await traceWork('kept', {}, async () => undefined);
  await received();
  expect(named('kept')).toBeDefined();
  expect(logged).toEqual([expect.stringContaining('traces are lost'), 'traces are taken again']);
});

test('a stop sends what is left, and ends though the receiver is silent', async () => {
  await start();
  beginWork('last').end();
  await tracing!.stop();
  expect(named('last')).toBeDefined();
  await start();
  receiver.behave('silent');
  beginWork('never').end();
  await tracing!.stop(50);
  tracing = undefined;
  expect(currentTraceparent()).toBeUndefined();
  expect(await traceWork('off', {}, async (work) => work.traceparent)).toBeUndefined();
});
