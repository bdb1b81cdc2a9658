import type { PlannedFault } from './schedule.js';

/**
 * A protection, how it is taken out of built files, what then breaks, and which invariants must be
 * seen violated.
 */
export interface RedProof {
  what: string;
  edits: { file: string; from: string; to: string }[];
  faults: PlannedFault[];
  /** One of them is enough. */
  red: string[];
}

const DIALECT = 'packages/db/dist/postgres-dialect.js';
const LEASE = 'packages/db/dist/lease/lease.js';

export const RED_PROOFS: Record<string, RedProof> = {
  lease: {
    what: 'every replica has every lease, and no statement asks whose it is',
    edits: [
      {
        file: LEASE,
        from: `.where((eb) => eb.or([eb('lease.owner', '=', owner), eb('lease.expires_at', '<=', sql \`clock_timestamp()\`)]))`,
        to: '',
      },
      {
        file: LEASE,
        from: 'case when lease.owner = excluded.owner and lease.expires_at > clock_timestamp() then 0 else 1 end',
        to: '0',
      },
      {
        file: LEASE,
        from: `.where('lease.owner', '=', lease.owner)\n        .where('lease.token', '=', lease.token)`,
        to: '',
      },
    ],
    faults: [{ atSeconds: 0, kind: 'none', seconds: 5, burst: 60 }],
    red: ['I13'],
  },
  expiry: {
    what: 'a lease lasts until its owner gives it back, like a lock of a session that nobody ends',
    edits: [
      {
        file: LEASE,
        from: `\${ttlMs} * interval '1 millisecond'`,
        to: `\${ttlMs} * interval '1 hour'`,
      },
    ],
    faults: [
      { atSeconds: 0, kind: 'kill', name: 'orders', replica: 1, seconds: 0 },
      { atSeconds: 0, kind: 'kill', name: 'orders', replica: 2, seconds: 0 },
    ],
    red: ['I22'],
  },
  deadline: {
    what: 'who waits for the database waits for ever',
    edits: [
      {
        file: 'packages/db/dist/postgres-session.js',
        from: 'query_timeout: statementTimeoutMs + ANSWER_MARGIN_MS,',
        to: '',
      },
      {
        file: 'packages/resilience/dist/deadline.js',
        from: 'milliseconds: Math.max(1, ms)',
        to: 'milliseconds: 2 ** 31 - 1',
      },
    ],
    faults: [
      { atSeconds: 0, kind: 'link', name: 'orders→postgres', trouble: 'silent', seconds: 12 },
    ],
    red: ['I22', 'I7'],
  },
  release: {
    what: 'a connection that is lost inside a transaction does not give its place in the pool back',
    // A rollback that fails is forgiven, which alone would give the place back, too.
    edits: [
      {
        file: DIALECT,
        from: 'connection.release(error);\n        throw error;',
        to: 'throw error;',
      },
      { file: DIALECT, from: `'rollback').catch(() => undefined);`, to: `'rollback');` },
    ],
    faults: [
      {
        atSeconds: 0,
        kind: 'link',
        name: 'catalog→postgres',
        trouble: 'commit lost',
        seconds: 12,
        burst: 60,
      },
      { atSeconds: 0, kind: 'postgres', seconds: 0, burst: 60 },
    ],
    red: ['I22', 'I7'],
  },
  attempts: {
    what: 'an event whose handler fails every time is tried for ever',
    edits: [
      {
        file: 'packages/bus/dist/consume-events.js',
        from: 'failed < maxAttempts',
        to: 'failed < Infinity',
      },
    ],
    faults: [{ atSeconds: 0, kind: 'noise', seconds: 0 }],
    red: ['I22', 'I17'],
  },
};
