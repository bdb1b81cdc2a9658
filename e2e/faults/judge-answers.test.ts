import { expect, test } from 'vitest';
import { History, type FaultWindow, type Happening } from './history.js';
import { judgeErrors, judgeTimes } from './judge-answers.js';

const machine = (crowd: number) => ({ crowd: () => crowd });
const away = {
  operation: 'order',
  outcome: 'failed',
  detail: 'SUBGRAPH_UNAVAILABLE',
  retryable: true,
} as const;
const window = (more: Partial<FaultWindow> = {}): FaultWindow => ({
  title: 'kill',
  from: 0,
  to: 1_000,
  unaffected: ['read'],
  ...more,
});

function found(happening: Partial<Happening>, windows: FaultWindow[], crowd = 1): string[] {
  const history = new History();
  history.add({ at: 500, ms: 10, ...away, ...happening });
  history.windows.push(...windows);
  return judgeErrors(history, Infinity, machine(crowd)).found;
}

test('an operation that the fault concerns may be told that it can try again, any other may not', () => {
  expect(found({}, [window()])).toEqual([]);
  expect(found({ operation: 'read' }, [window()])).toEqual([
    'read at 500 ms failed (SUBGRAPH_UNAVAILABLE) after 10 ms is not excused, while: kill',
  ]);
  expect(found({ at: 2_000 }, [window()])).toHaveLength(1);
});

test('no fault excuses an internal error, a lost log-in, or an error that does not say whether to try again', () => {
  for (const detail of [
    'INTERNAL_SERVER_ERROR',
    'UNAUTHENTICATED',
    'SUBGRAPH_UNAVAILABLE INTERNAL_SERVER_ERROR',
  ])
    expect(found({ detail }, [window()], 20)).toHaveLength(1);
  expect(found({ retryable: false }, [window()], 20)).toHaveLength(1);
});

test('only a gateway that dies or stands still may leave a request without an answer', () => {
  expect(found({ outcome: 'broken', detail: 'ECONNRESET' }, [window()])).toHaveLength(1);
  expect(
    found({ outcome: 'broken', detail: 'ECONNRESET' }, [window({ takesAnswers: true })]),
  ).toEqual([]);
});

test('a time-out between services counts unless the machine is overloaded, and a failure at once counts even then', () => {
  expect(found({ ms: 2_000 }, [])).toHaveLength(1);
  expect(found({ ms: 2_000 }, [], 20)).toEqual([]);
  expect(found({ ms: 10 }, [], 20)).toHaveLength(1);
});

test('an answer after more than 3.5 s is late, whatever is broken, and a crowded machine has a little more', () => {
  const late = (ms: number, crowd: number, windows: FaultWindow[] = [window()]) => {
    const history = new History();
    history.add({ at: 0, operation: 'order', outcome: 'ok', ms });
    history.windows.push(...windows);
    return judgeTimes(history, machine(crowd)).found.length;
  };
  expect([late(3_400, 1), late(4_000, 1), late(4_000, 4), late(9_000, 4)]).toEqual([0, 1, 0, 1]);
  expect(late(9_000, 1, [window({ takesAnswers: true })])).toBe(0);
});
