import { insufficientStock } from './insufficient-stock.js';
import { invalidInput, notFound } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { z } from 'zod';
import { id, text } from '../product/text-rules.js';
import { checked } from '@emporium/graphql/checked';
import { once } from '@emporium/platform/once';
import { Rejection } from '@emporium/graphql/rejection';
import { query } from '../tables.js';
import { lockStock, moveStock } from './move-stock.js';
import { StockMovement, StockMovementType } from './stock-movement.entity.js';

/** Most units that one adjustment may move, and most that a variant may have. */
const MAX_PER_CHANGE = 1_000_000;
const MAX_ON_HAND = 1_000_000_000;
/** The other types belong to orders and are written by their events alone. */
const BY_HAND: readonly StockMovementType[] = [
  StockMovementType.INITIAL_STOCK,
  StockMovementType.ADMIN_UPDATE,
  StockMovementType.ADJUSTMENT,
  StockMovementType.RETURN,
];

const rules = z.object({
  variantId: id,
  change: z
    .number()
    .int()
    .min(-MAX_PER_CHANGE, `must be at least -${MAX_PER_CHANGE}`)
    .max(MAX_PER_CHANGE, `must be at most ${MAX_PER_CHANGE}`)
    .refine((change) => change !== 0, 'must not be 0'),
  type: z
    .enum(StockMovementType)
    .refine(
      (type) => BY_HAND.includes(type),
      `must be one of ${BY_HAND.join(', ')}: the others are made by orders`,
    ),
  reason: text(500).nullish(),
});

/** What staff ask for. */
export interface StockAdjustment {
  variantId: string;
  change: number;
  type: StockMovementType;
  reason?: string | null;
  idempotencyKey: string;
}

/**
 * Adds or takes units of a variant, once per key. Throws a Rejection (INSUFFICIENT_STOCK and so on)
 * that changes nothing: reserved units cannot be taken away.
 */
export async function adjustStock(ctx: Ctx, input: StockAdjustment): Promise<StockMovement> {
  const { idempotencyKey, ...request } = input;
  const { variantId, change, type, reason } = checked(rules, request);
  const takesType = type === StockMovementType.INITIAL_STOCK || type === StockMovementType.RETURN;
  if (takesType && change < 0)
    throw new Rejection(invalidInput(`${type} only adds units.`, ['change']));
  const stored = await once(
    ctx,
    { operation: 'stockAdjust', key: idempotencyKey, request },
    async () => {
      const locked = await lockStock(ctx, [variantId]);
      const stock = locked.get(variantId);
      if (!stock || !(await exists(ctx, variantId)))
        throw new Rejection(notFound(`There is no variant ${variantId}.`, ['variantId']));
      const available = stock.onHand - stock.reserved;
      if (available + change < 0)
        throw new Rejection(insufficientStock(variantId, -change, available, ['change']));
      if (stock.onHand + change > MAX_ON_HAND)
        throw new Rejection(
          invalidInput(`A variant can have at most ${MAX_ON_HAND} units.`, ['change']),
        );
      const [movement] = await moveStock(ctx, locked, [
        { variantId, type, change, reservedChange: 0, reason },
      ]);
      return movement!;
    },
  );
  // A repetition gets the stored JSON back.
  return Object.assign(new StockMovement(), stored, { createdAt: new Date(stored.createdAt) });
}

async function exists(ctx: Ctx, variantId: string): Promise<boolean> {
  const rows = await query(ctx)
    .selectFrom('ProductVariant')
    .select('id')
    .where('id', '=', variantId)
    .where('deletedAt', 'is', null)
    .execute();
  return rows.length > 0;
}
