import { Rejection } from '@emporium/graphql/rejection';
import type { Ctx } from '@emporium/platform/context';
import type { Job } from '@emporium/platform/define-subgraph';
import { inTransaction } from '@emporium/platform/in-transaction';
import { isTransient } from '@emporium/platform/is-transient';
import { loggableError } from '@emporium/platform/loggable-error';
import { sql } from 'kysely';
import { lockOrder } from '../order/lock-order.js';
import type { OrderStatus } from '../order/order-status.js';
import { moveOrder } from '../order/transition-order.js';
import { query } from '../tables.js';
import type { BulkItemRow } from './bulk-job.entity.js';

/** Orders of one run: a slow one delays no other job for long. */
const BATCH = 50;
/** What staff read of a failure that is none of theirs. */
const UNEXPECTED = {
  code: 'INTERNAL_SERVER_ERROR',
  message:
    'Something is wrong with this order; the log of orders says what. Have it put right, then ask for the change again.',
};

/** Where a run is in the queue. */
type Place = Pick<BulkItemRow, 'jobId' | 'position'>;

/**
 * Changes the orders of bulk changes, each in a transaction with its own mark, so that a crash
 * repeats nothing and two replicas share the work. A run never goes back to an order that has to
 * wait, so that it holds up none of those behind it.
 */
export const runBulk: Job = {
  name: 'run-bulk',
  everyMs: 1_000,
  run: async (ctx) => {
    let place: Place | undefined;
    for (let n = 0; n < BATCH; n++) {
      place = await changeNext(ctx, place);
      if (!place) return;
    }
  },
};

/** Returns the place of the order that was looked at; undefined when none is left. */
async function changeNext(ctx: Ctx, after: Place | undefined): Promise<Place | undefined> {
  return inTransaction(ctx, async () => {
    const item = await query(ctx)
      .selectFrom('BulkItemRow as i')
      .innerJoin('BulkJobRow as j', 'j.id', 'i.jobId')
      .select(['i.jobId', 'i.position', 'i.orderId', 'j.target', 'j.actor'])
      .where('i.status', '=', 'WAITING')
      .$if(after !== undefined, (waiting) =>
        waiting.where((eb) =>
          eb(eb.refTuple('i.jobId', 'i.position'), '>', eb.tuple(after!.jobId, after!.position)),
        ),
      )
      .orderBy('i.jobId')
      .orderBy('i.position')
      .limit(1)
      .forUpdate('i')
      .skipLocked()
      .executeTakeFirst();
    if (!item) return undefined;
    const { jobId, position } = item;
    const outcome = await outcomeOf(ctx, item);
    if (outcome)
      await query(ctx)
        .updateTable('BulkItemRow')
        .set(outcome)
        .where('jobId', '=', jobId)
        .where('position', '=', position)
        .execute();
    return { jobId, position };
  });
}

interface Item extends Place {
  orderId: string;
  target: OrderStatus;
  actor: string;
}

/** What is to be noted of an order; undefined when it has to wait for what passes by itself. */
async function outcomeOf(
  ctx: Ctx,
  { jobId, orderId, target, actor }: Item,
): Promise<Pick<BulkItemRow, 'status' | 'code' | 'message'> | undefined> {
  try {
    // A savepoint: whatever fails, the outcome can still be noted.
    await inTransaction(ctx, () => change(ctx, orderId, target, actor));
    return { status: 'DONE', code: null, message: null };
  } catch (error) {
    if (error instanceof Rejection) {
      const { code, message } = error.errors[0]!;
      return { status: 'FAILED', code, message };
    }
    const about = { err: loggableError(error), jobId, orderId };
    if (await isTransient(error, () => pingStore(ctx))) {
      ctx.log.warn(about, 'order of a bulk change has to wait for the next run');
      return undefined;
    }
    ctx.log.error(about, 'order of a bulk change cannot be changed');
    return { status: 'FAILED', ...UNEXPECTED };
  }
}

const pingStore = async (ctx: Ctx) => void (await sql`select 1`.execute(query(ctx)));

async function change(ctx: Ctx, orderId: string, to: OrderStatus, actor: string): Promise<void> {
  // Locked, because nobody read a version that it could conflict with.
  const { order } = await lockOrder(ctx, orderId);
  // Whoever repeats a bulk change because he saw no answer asks for what is.
  if (order.status !== to)
    await moveOrder(ctx, { orderId, to, expectedVersion: order.version, actor });
}
