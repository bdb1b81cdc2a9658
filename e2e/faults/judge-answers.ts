import type { FaultWindow, Happening, History, Wrong } from './history.js';
import type { CheckResult } from './check-results.js';
import { OVERLOADED, type Machine } from './watch-machine.js';

/** Every answer, or an error in its place, is there in this time. */
const ANSWER_LIMIT_MS = 3_500;
/** What each further thread that wants a core may add to it. */
const PER_CROWD_MS = 400;
/** The shortest time-out between services. */
const SHORTEST_TIMEOUT_MS = 700;
/** After time-outs a breaker answers at once for so long. */
const BREAKER_MS = 6_000;
/**
 * Errors that the contract has for what is away, busy or at work; each of them must say that trying
 * again helps.
 */
const MAY_PASS = new Set(['SUBGRAPH_UNAVAILABLE', 'OPERATION_IN_PROGRESS', 'RATE_LIMITED']);

/**
 * I21 and F2: who had nothing to do with a fault never saw it, and who had gets only errors that
 * the contract has for it. With `timeoutMs`, an answer "not available" that took at least so long
 * does not count: a request that a restart loses fails at once, one that fails late met a time-out
 * between services on a busy machine.
 */
export function judgeErrors(
  history: History,
  timeoutMs = Infinity,
  machine?: Machine,
): CheckResult {
  let overloaded = 0;
  const found = history.happenings.flatMap((happening): string[] => {
    const { at, ms, outcome, detail } = happening;
    const windows = history.windows.filter(({ from, to }) => from < at + ms && at < to);
    if (outcome === 'ok' || (outcome === 'refused' && detail !== 'missing')) return [];
    const wrong = against(happening, windows);
    if (!wrong) return [];
    if (detail === 'SUBGRAPH_UNAVAILABLE' && ms >= timeoutMs) return [];
    const isAway = detail === 'SUBGRAPH_UNAVAILABLE' && happening.retryable !== false;
    if (
      isAway &&
      machine &&
      machine.crowd(at, at + ms) > OVERLOADED &&
      timedOut(history, at, at + ms)
    ) {
      overloaded++;
      return [];
    }
    return [
      `${line(happening)} ${wrong}${windows.length === 0 ? ', without a fault' : `, while: ${windows[0]!.title}`}`,
    ];
  });
  const excused =
    overloaded > 0 ? `; ${overloaded} time-outs of an overloaded machine are not counted` : '';
  return {
    id: 'I21',
    title: `errors are those of the contract, and only where a fault concerns the operation${excused}`,
    found,
  };
}

/**
 * Whether calls between services met their time-out at that time, or so shortly before that a
 * breaker may still be open.
 */
function timedOut({ happenings }: History, from: number, to: number): boolean {
  return happenings.some(
    ({ at, ms, detail }) =>
      detail === 'SUBGRAPH_UNAVAILABLE' &&
      ms >= SHORTEST_TIMEOUT_MS &&
      at + ms > from - BREAKER_MS &&
      at <= to,
  );
}

/** What is wrong with a failure; undefined = the contract excuses it. */
function against(
  { operation, outcome, detail, retryable }: Happening,
  windows: readonly FaultWindow[],
): string | undefined {
  const codes = detail?.split(' ') ?? [];
  const hurting = windows.filter(({ unaffected }) => !unaffected.includes(operation));
  if (outcome === 'broken')
    return hurting.some(({ takesAnswers }) => takesAnswers) ? undefined : 'has no answer';
  if (outcome === 'failed') {
    // Whether a session may end is judged with all that its client saw (I19).
    const forbidden = codes.filter(
      (code) => !MAY_PASS.has(code) && !(operation === 'refresh' && code === 'UNAUTHENTICATED'),
    );
    if (forbidden.length > 0) return 'is no error that a fault may cause';
    if (operation === 'refresh' && codes.includes('UNAUTHENTICATED')) return undefined;
    if (retryable === false) return 'does not say that trying again helps';
  }
  // Where a fault that may hurt and one that may not overlap, it may.
  return hurting.length > 0 ? undefined : 'is not excused';
}

/**
 * No answer takes longer than the contract says, whatever is broken; only a gateway that is frozen
 * itself cannot keep it.
 */
export function judgeTimes(history: History, machine: Machine): CheckResult {
  const times = history.happenings.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor((times.length - 1) * share)] ?? 0;
  const found = history.happenings.flatMap((happening) => {
    const { at: began, ms, operation } = happening;
    // Files have two minutes.
    if (ms <= ANSWER_LIMIT_MS || operation === 'upload') return [];
    const crowd = machine.crowd(began, began + ms);
    if (ms <= ANSWER_LIMIT_MS + PER_CROWD_MS * crowd) return [];
    const windows = history.windows.filter(({ from, to }) => from < began + ms && began < to);
    if (windows.some(({ takesAnswers }) => takesAnswers)) return [];
    return [
      `${line(happening)}, ${crowd.toFixed(1)} threads per core${windows[0] ? `, while: ${windows[0].title}` : ''}`,
    ];
  });
  const title = `every answer comes within ${ANSWER_LIMIT_MS} ms (half ${at(0.5)}, 99 % ${at(0.99)}, slowest ${at(1)} ms)`;
  return { id: 'F13', title, found };
}

/** What clients saw that cannot be. */
export function judgeWrong({ wrong }: History, machine: Machine): CheckResult[] {
  const of = (id: string) => wrong.filter((one) => one.id === id);
  const what = (some: Wrong[]) => some.map((one) => one.what);
  // A refresh that met its time-out may have spent the token; on an overloaded machine that says
  // nothing of a fault.
  const ended = of('I19').filter(({ at }) => machine.crowd(at - BREAKER_MS, at) <= OVERLOADED);
  const excused = of('I19').length - ended.length;
  return [
    {
      id: 'I18',
      title: 'carts have what was acknowledged, and nothing else, before and after a merge',
      found: what(of('I18')),
    },
    {
      id: 'I19',
      title: `a refresh that says "try again" leaves the session${excused > 0 ? `; ${excused} ended on an overloaded machine, not counted` : ''}`,
      found: what(ended),
    },
    { id: 'I20', title: 'no answer has anything of another person', found: what(of('I20')) },
  ];
}

const line = ({ operation, at, ms, outcome, detail }: Happening) =>
  `${operation} at ${at} ms ${outcome}${detail ? ` (${detail})` : ''} after ${ms} ms`;
