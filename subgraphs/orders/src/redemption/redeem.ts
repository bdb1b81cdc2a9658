import type { Ctx } from '@emporium/platform/context';
import { sql } from 'kysely';
import { query } from '../tables.js';
import { type Counter, countersOf, type Use } from './counters.js';

/** Thrown when a limit was reached meanwhile: the transaction ends, and the order is priced again. */
export class LimitReachedError extends Error {
  constructor(readonly counterId: string) {
    super(`the limit of ${counterId} is reached`);
  }
}

/**
 * Counts the promotions of an order in the running transaction: each counter with a limit is raised
 * by a conditional update, so that the limit holds however many redeem at once. Throws
 * LimitReachedError.
 */
export async function redeem(
  ctx: Ctx,
  orderId: string,
  uses: readonly Use[],
  customerHash: string | null,
): Promise<void> {
  if (uses.length === 0) return;
  const counters = countersOf(uses, customerHash);
  const free = counters.filter(({ most }) => most === null);
  await lockUncounted(ctx, free);
  if (free.length > 0)
    await query(ctx)
      .updateTable('RedemptionCounter')
      .set((eb) => ({
        used: eb('used', '+', 1),
        most: eb.fn<number>('greatest', ['most', eb('used', '+', 1)]),
      }))
      .where(
        'id',
        'in',
        free.map(({ id }) => id),
      )
      .execute();
  for (const counter of counters) if (counter.most !== null) await raise(ctx, counter);
  const rows = uses.map(({ promotionId, codeId }) => ({
    orderId,
    promotionId,
    codeId,
    customerHash,
  }));
  await query(ctx)
    .insertInto('Redemption')
    .values(rows)
    // Given back by a change of the order, and redeemed again by a later one.
    .onConflict((conflict) =>
      conflict
        .columns(['orderId', 'promotionId'])
        .doUpdateSet((eb) => ({ givenBackAt: null, codeId: eb.ref('excluded.codeId') }))
        .where('Redemption.givenBackAt', 'is not', null),
    )
    .execute();
}

/**
 * Uses without a limit have no counter, and nobody waits for them; only who makes a counter out of
 * them does (see makeCounter).
 */
async function lockUncounted(ctx: Ctx, counters: readonly { id: string }[]): Promise<void> {
  if (counters.length === 0) return;
  const ids = counters.map(({ id }) => id);
  await sql`select count(pg_advisory_xact_lock_shared(hashtextextended('redemption:' || id, 0))::text)
    from unnest(${ids}::text[]) id`.execute(query(ctx));
}

async function raise(ctx: Ctx, counter: Counter): Promise<void> {
  if (await tryRaise(ctx, counter)) return;
  const known = await query(ctx)
    .selectFrom('RedemptionCounter')
    .select('id')
    .where('id', '=', counter.id)
    .executeTakeFirst();
  if (!known) {
    await makeCounter(ctx, counter);
    if (await tryRaise(ctx, counter)) return;
  }
  throw new LimitReachedError(counter.id);
}

async function tryRaise(ctx: Ctx, { id, most }: Counter): Promise<boolean> {
  const { numUpdatedRows } = await query(ctx)
    .updateTable('RedemptionCounter')
    .set((eb) => ({ used: eb('used', '+', 1), most: most! }))
    .where('id', '=', id)
    .where('used', '<', most!)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows) === 1;
}

/** Begins to count: with what was used while there was no limit. */
async function makeCounter(ctx: Ctx, { id, most, use, customerHash }: Counter): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`redemption:${id}`}, 0))::text`.execute(
    query(ctx),
  );
  const { used } = await query(ctx)
    .selectFrom('Redemption')
    .where('givenBackAt', 'is', null)
    .$if(!id.startsWith('code:'), (rows) => rows.where('promotionId', '=', use.promotionId))
    .$if(id.startsWith('code:'), (rows) => rows.where('codeId', '=', use.codeId))
    .$if(customerHash !== null, (rows) => rows.where('customerHash', '=', customerHash))
    .select((eb) => eb.fn.countAll<number>().as('used'))
    .executeTakeFirstOrThrow();
  await query(ctx)
    .insertInto('RedemptionCounter')
    .values({ id, used: Number(used), most: Math.max(most!, Number(used)) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * Gives back what an order redeemed, or these promotions of it, once, in the transaction that
 * cancels or changes it.
 */
export async function giveBack(
  ctx: Ctx,
  orderId: string,
  promotionIds?: readonly string[],
): Promise<void> {
  if (promotionIds?.length === 0) return;
  const rows = await query(ctx)
    .updateTable('Redemption')
    .set({ givenBackAt: sql<Date>`now()` })
    .where('orderId', '=', orderId)
    .where('givenBackAt', 'is', null)
    .$if(promotionIds !== undefined, (some) => some.where('promotionId', 'in', promotionIds!))
    .returning(['promotionId', 'codeId', 'customerHash'])
    .execute();
  if (rows.length === 0) return;
  const none = { name: '', code: null, limit: null, codeLimit: null, limitPerCustomer: null };
  const uses = rows.map((row) => ({ ...none, ...row }));
  const counters = countersOf(uses, rows[0]!.customerHash);
  await lockUncounted(ctx, counters);
  const ids = counters.map(({ id }) => id);
  // Locked in the order in which redemptions lock them.
  await query(ctx)
    .selectFrom('RedemptionCounter')
    .select('id')
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute();
  await query(ctx)
    .updateTable('RedemptionCounter')
    .set((eb) => ({ used: eb('used', '-', 1) }))
    .where('id', 'in', ids)
    .execute();
}
