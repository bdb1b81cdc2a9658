import { checked } from '@emporium/graphql/checked';
import { idempotencyKey } from '@emporium/graphql/input/idempotency-key';
import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { once } from '@emporium/platform/once';
import { z } from 'zod';
import { addToLines } from '../order/add-to-lines.js';
import { requestRestock } from '../refund/request-restock.js';
import { query } from '../tables.js';
import {
  assertMayGo,
  type LockedReturn,
  lockReturn,
  type ReturnAnswer,
  returnAnswer,
  takeStep,
} from './change-return.js';
import type { ReturnReceiveArgs } from './return.inputs.js';
import { ReturnCondition } from './return-condition.js';
import { type ReturnLine, ReturnStatus } from './return.entity.js';

const argsSchema = z.object({
  id: z.string(),
  lines: z
    .array(
      z.object({
        orderLineId: z.string(),
        quantity: z.number().int().min(1, 'At least one unit.').max(1_000_000, 'Too many units.'),
        condition: z.enum(ReturnCondition),
      }),
    )
    .min(1, 'Name at least one line, or leave the lines out.')
    .max(400, 'At most 400 lines.')
    .refine(
      (lines) =>
        new Set(lines.map((line) => `${line.condition} ${line.orderLineId}`)).size === lines.length,
      'Name each order line once per condition.',
    )
    .nullish(),
  idempotencyKey,
});
type Received = NonNullable<z.infer<typeof argsSchema>['lines']>[number];

/** Units of a line that are awaited. */
const awaited = (line: ReturnLine) => line.quantity - line.receivedQuantity;

/**
 * Notes that goods came back, all that are awaited and in good condition unless lines say
 * otherwise; once per key. Good ones go back to stock, the others do not. May be called again for
 * what arrives later. Throws a Rejection for more than the return is about.
 */
export async function receiveReturn(ctx: Ctx, args: ReturnReceiveArgs): Promise<ReturnAnswer> {
  const { idempotencyKey: key, ...request } = checked(argsSchema, args);
  const { id } = request;
  await once(ctx, { operation: 'returnReceive', key, request }, async () => {
    const locked = await lockReturn(ctx, id);
    assertMayGo(locked.return.status, ReturnStatus.RECEIVED, true);
    const received = receivedUnits(locked, request.lines);
    await record(ctx, locked, received);
    await takeStep(ctx, locked, { change: 'RECEIVED', to: ReturnStatus.RECEIVED });
    return { done: true };
  });
  return returnAnswer(ctx, id);
}

function receivedUnits(
  { return: { lines } }: LockedReturn,
  wanted: readonly Received[] | null | undefined,
): readonly Received[] {
  if (!wanted) {
    const all = lines.flatMap((line) =>
      awaited(line) > 0
        ? [
            {
              orderLineId: line.orderLineId,
              quantity: awaited(line),
              condition: ReturnCondition.RESTOCK,
            },
          ]
        : [],
    );
    if (all.length === 0)
      throw new Rejection(invalidInput('Everything of this return has come back.', ['id']));
    return all;
  }
  const left = new Map(lines.map((line) => [line.orderLineId, awaited(line)]));
  const errors = wanted.flatMap(({ orderLineId, quantity }, index) => {
    const most = left.get(orderLineId);
    const at = ['lines', String(index)];
    if (most === undefined)
      return [invalidInput('This line is not one of the return.', [...at, 'orderLineId'])];
    left.set(orderLineId, most - quantity);
    return quantity > most
      ? [invalidInput(`At most ${most} units of this line are awaited.`, [...at, 'quantity'])]
      : [];
  });
  if (errors.length > 0) throw new Rejection(...errors);
  return wanted;
}

async function record(
  ctx: Ctx,
  { return: { id: returnId }, order, lines }: LockedReturn,
  received: readonly Received[],
): Promise<void> {
  const good = received.filter(({ condition }) => condition === ReturnCondition.RESTOCK);
  const byLine = Map.groupBy(received, ({ orderLineId }) => orderLineId);
  const sumOf = (units: readonly Received[]) => units.reduce((sum, each) => sum + each.quantity, 0);
  for (const [orderLineId, units] of byLine) {
    const restocked = sumOf(units.filter((each) => good.includes(each)));
    await query(ctx)
      .updateTable('ReturnLine')
      .set((eb) => ({
        receivedQuantity: eb('receivedQuantity', '+', sumOf(units)),
        restockedQuantity: eb('restockedQuantity', '+', restocked),
        ...(restocked > 0 ? { restocked: true } : {}),
      }))
      .where('returnId', '=', returnId)
      .where('orderLineId', '=', orderLineId)
      .execute();
  }
  await addToLines(
    ctx,
    [...byLine].map(([orderLineId, units]) => ({ orderLineId, returned: sumOf(units) })),
  );
  const variants = new Map(lines.map((line) => [line.id, line.variantId]));
  await requestRestock(
    ctx,
    order,
    'RETURNED',
    good.map(({ orderLineId, quantity }) => ({ variantId: variants.get(orderLineId)!, quantity })),
  );
}
