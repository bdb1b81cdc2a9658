import type { Job } from '@emporium/platform/define-subgraph';
import { inTransaction } from '@emporium/platform/in-transaction';
import { loggableError } from '@emporium/platform/loggable-error';
import { SubgraphUnavailableError } from '@emporium/platform/subgraph-client';
import { sql } from 'kysely';
import type { Ctx, UsersServices } from '../context.js';
import { query } from '../tables.js';
import { askPersonData, askRemains } from './person-parts.js';
import type { PersonRequestKind } from './person-request.entity.js';
import { postponePart } from './postpone-part.js';
import { settlePart } from './settle-part.js';

/** Steps of one run: a long request delays no other for long. */
const BATCH = 50;

/** A part whose turn it is. */
export interface DuePart {
  requestId: string;
  subgraph: string;
  kind: PersonRequestKind;
  userId: string;
  cursor: string | null;
  pages: number;
  /** This one included. */
  attempts: number;
}

/**
 * Brings exports and erasures of persons on, a step of one part at a time. A part that is taken
 * comes back after a minute if its process dies, and what two replicas bring counts once.
 */
export const runPersonRequests: Job<UsersServices> = {
  name: 'run-person-requests',
  everyMs: 1_000,
  run: async (ctx) => {
    for (let n = 0; n < BATCH; n++) {
      const part = await takeDuePart(ctx);
      if (!part) return;
      await runPart(ctx, part);
    }
  },
};

async function runPart(ctx: Ctx, part: DuePart): Promise<void> {
  const { kind, subgraph, userId, cursor } = part;
  try {
    if (kind === 'EXPORT')
      await settlePart(ctx, part, await askPersonData(ctx, subgraph, userId, cursor));
    else await checkErased(ctx, part);
  } catch (error) {
    ctx.log.warn(
      { err: loggableError(error), requestId: part.requestId, subgraph, attempts: part.attempts },
      'part of a request about a person did not answer',
    );
    const message =
      error instanceof SubgraphUnavailableError
        ? `${subgraph} does not answer.`
        : `${subgraph} could not answer; its log says why.`;
    await postponePart(ctx, part, { message, mayGiveUp: true });
  }
}

/** Whether a part has erased a person; what it keeps until an order has left is no failure. */
async function checkErased(ctx: Ctx, part: DuePart): Promise<void> {
  const { left, waits } = await askRemains(ctx, part.subgraph, part.userId);
  if (left.length > 0) {
    const message = `${part.subgraph} has still to erase: ${left.join(', ')}.`;
    await postponePart(ctx, part, { message, mayGiveUp: true });
  } else if (waits.length > 0) {
    const message = `${part.subgraph} keeps ${waits.join(', ')}.`;
    await postponePart(ctx, part, { message, mayGiveUp: false });
  } else await settlePart(ctx, part, { next: null });
}

async function takeDuePart(ctx: Ctx): Promise<DuePart | undefined> {
  return inTransaction(ctx, async () => {
    const due = await query(ctx)
      .selectFrom('PersonRequestPart as p')
      .innerJoin('PersonRequest as r', 'r.id', 'p.requestId')
      .select(['p.requestId', 'p.subgraph', 'p.cursor', 'p.pages', 'p.attempts'])
      .select(['r.kind', 'r.userId'])
      .where('p.status', '=', 'WAITING')
      .where('p.dueAt', '<=', sql<Date>`now()`)
      .orderBy('p.dueAt')
      .limit(1)
      .forUpdate('p')
      .skipLocked()
      .executeTakeFirst();
    if (!due) return undefined;
    const attempts = due.attempts + 1;
    await query(ctx)
      .updateTable('PersonRequestPart')
      .set({ attempts, dueAt: sql<Date>`now() + interval '1 minute'` })
      .where('requestId', '=', due.requestId)
      .where('subgraph', '=', due.subgraph)
      .execute();
    return { ...due, attempts };
  });
}
