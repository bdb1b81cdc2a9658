import { settingsOf } from '@emporium/platform/config/settings';
import type { Job } from '@emporium/platform/define-subgraph';
import { notificationsConfig } from '../config.js';
import type { Ctx, NotificationServices } from '../context.js';
import { queueCartMail } from '../mail/queue-mail.js';
import { unlessErased } from '../recipient/unless-erased.js';
import { query } from '../tables.js';
import { lookAtCart } from './ask-cart.js';

const BATCH = 20;
/** Carts looked at in one run; those behind them come with the next. */
const MAX_BATCHES = 50;
/** Another replica leaves a cart alone meanwhile, and a crash delays it by this. */
const LEASE_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;

type Due = Awaited<ReturnType<typeof claim>>[number];

/**
 * Looks at the carts of those who want reminders, each about once in ABANDONED_CART_HOURS: carts
 * tell nobody of their changes, which would cost every shopper, and few want this.
 */
export const remindOfCarts: Job<NotificationServices> = {
  name: 'remind-of-carts',
  everyMs: 60_000,
  run: async (ctx) => {
    for (let batch = 0; batch < MAX_BATCHES; batch++) {
      const due = await claim(ctx);
      // While cart is away the lease brings them back.
      await Promise.all(due.map((reminder) => look(ctx, reminder)));
      if (due.length < BATCH) return;
    }
  },
};

async function look(ctx: Ctx, { userId, orderedAt, remindedCart }: Due): Promise<void> {
  const patience = settingsOf(ctx.config, notificationsConfig).ABANDONED_CART_HOURS * HOUR_MS;
  const now = ctx.now().getTime();
  const cart = await lookAtCart(ctx, userId);
  const isNews =
    cart !== undefined &&
    cart.totalQuantity > 0 &&
    cart.hash !== remindedCart &&
    !(orderedAt && orderedAt >= cart.updatedAt);
  const abandonedAt = isNews ? cart.updatedAt.getTime() + patience : now;
  if (!isNews || abandonedAt > now)
    return lookAgain(ctx, userId, abandonedAt > now ? abandonedAt : now + patience);
  await unlessErased(ctx, userId, async () => {
    await lookAgain(ctx, userId, now + patience, cart.hash);
    await queueCartMail(ctx, { userId, cartHash: cart.hash, cartVersion: cart.version });
  });
}

/** Unless they no longer want to be reminded. */
async function lookAgain(
  ctx: Ctx,
  userId: string,
  at: number,
  remindedCart?: string,
): Promise<void> {
  await query(ctx)
    .updateTable('CartReminder')
    .set({ lookAt: new Date(at), ...(remindedCart ? { remindedCart } : {}) })
    .where('userId', '=', userId)
    .where('lookAt', 'is not', null)
    .execute();
}

function claim(ctx: Ctx) {
  const now = ctx.now();
  return query(ctx)
    .with('due', (db) =>
      db
        .selectFrom('CartReminder')
        .select('userId')
        .where('lookAt', '<=', now)
        .orderBy('lookAt')
        .limit(BATCH)
        .forUpdate()
        .skipLocked(),
    )
    .updateTable('CartReminder as r')
    .from('due')
    .set({ lookAt: new Date(now.getTime() + LEASE_MS) })
    .whereRef('r.userId', '=', 'due.userId')
    .returning(['r.userId', 'r.orderedAt', 'r.remindedCart'])
    .execute();
}
