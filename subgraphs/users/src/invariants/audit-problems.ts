import type { InvariantCheck } from '@emporium/platform/define-subgraph';
import { sql } from 'kysely';
import { chainHash } from '../audit/chain-hash.js';
import { AUDIT_KINDS } from '../audit/seal-audit.job.js';
import type { AuditKind } from '../audit/security-event.entity.js';
import type { Ctx, UsersServices } from '../context.js';
import { query } from '../tables.js';

/** Rows that are read at once. */
const SIZE = 2_000;
/** Lines of one chain; whoever reads them knows enough. */
const MAX_PROBLEMS = 20;

/** The chain of the audit log (docs/invariants.md, Invariants). */
export const auditInvariant: InvariantCheck<UsersServices> = {
  id: 'I43',
  title: 'no line of the audit log was changed or removed',
  run: async (ctx, progress = () => undefined) => {
    const found: string[] = [];
    for (const kind of AUDIT_KINDS) found.push(...(await chainProblems(ctx, kind, progress)));
    return found;
  },
};

async function chainProblems(
  ctx: Ctx,
  kind: AuditKind,
  progress: (text: string) => void,
): Promise<string[]> {
  const chain = await query(ctx)
    .selectFrom('AuditChain')
    .selectAll()
    .where('kind', '=', kind)
    .executeTakeFirst();
  if (!chain) return [`the chain of ${kind} is gone`];
  const found: string[] = [];
  let [seq, hash] = [chain.firstSeq, chain.firstHash];
  while (seq < chain.lastSeq && found.length < MAX_PROBLEMS) {
    const rows = await query(ctx)
      .selectFrom('SecurityEvent')
      .selectAll()
      .where('kind', '=', kind)
      .where('seq', '>', seq)
      // What is sealed meanwhile is behind the end that was read.
      .where('seq', '<=', chain.lastSeq)
      .orderBy('seq')
      .limit(SIZE)
      .execute();
    for (const row of rows) {
      const at = row.seq!;
      if (at !== seq + 1) found.push(removed(kind, seq + 1, at - 1));
      else if (row.hash !== chainHash(hash, at, row))
        found.push(`line ${at} of ${kind} (${row.type}) is not what was written`);
      // Goes on from what stands there, so that one change is one problem.
      [seq, hash] = [at, row.hash!];
    }
    progress(`${seq} lines of ${kind}`);
    if (rows.length < SIZE) break;
  }
  if (seq < chain.lastSeq && found.length < MAX_PROBLEMS)
    found.push(removed(kind, seq + 1, chain.lastSeq));
  else if (seq === chain.lastSeq && hash !== chain.lastHash)
    found.push(`the last line of ${kind} is not what was written`);
  const late = await query(ctx)
    .selectFrom('SecurityEvent')
    .select('id')
    .where('kind', '=', kind)
    .where('seq', 'is', null)
    .where('at', '<', sql<Date>`now() - interval '10 minutes'`)
    .limit(1)
    .executeTakeFirst();
  if (late) found.push(`lines of ${kind} wait to be sealed: the job seal-audit does not run`);
  return found;
}

const removed = (kind: AuditKind, from: number, to: number) =>
  from === to
    ? `line ${from} of ${kind} was removed`
    : `lines ${from} to ${to} of ${kind} were removed`;
