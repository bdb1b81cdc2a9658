import { checked } from '@emporium/graphql/checked';
import { severalLines } from '@emporium/graphql/input/single-line';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import { z } from 'zod';
import {
  assertMayGo,
  lockReturn,
  type ReturnAnswer,
  returnAnswer,
  type ReturnStep,
  takeStep,
} from './change-return.js';
import type { ReturnDeclineArgs, ReturnVersionArgs } from './return.inputs.js';
import { ReturnStatus } from './return.entity.js';

/** Lets the buyer send the goods back. */
export const approveReturn = (ctx: Ctx, args: ReturnVersionArgs): Promise<ReturnAnswer> =>
  step(ctx, args, { change: 'APPROVED', to: ReturnStatus.APPROVED });

/** Settles a return: nothing more comes back or is paid for it. */
export const closeReturn = (ctx: Ctx, args: ReturnVersionArgs): Promise<ReturnAnswer> =>
  step(ctx, args, { change: 'CLOSED', to: ReturnStatus.CLOSED });

const declineSchema = z.object({
  reason: severalLines('The reason', 1_000)
    .transform((text) => text.trim())
    .refine((text) => text.length > 0, 'Say why: the buyer reads it.'),
});

/** Refuses a return, with a reason that the buyer reads; its units may be asked for again. */
export async function declineReturn(ctx: Ctx, args: ReturnDeclineArgs): Promise<ReturnAnswer> {
  const { reason } = checked(declineSchema, args);
  const to = ReturnStatus.DECLINED;
  return step(ctx, args, { change: 'DECLINED', to, note: reason, declineReason: reason });
}

async function step(
  ctx: Ctx,
  { id, expectedVersion }: ReturnVersionArgs,
  to: ReturnStep,
): Promise<ReturnAnswer> {
  await inTransaction(ctx, async () => {
    const locked = await lockReturn(ctx, id, expectedVersion);
    assertMayGo(locked.return.status, to.to);
    await takeStep(ctx, locked, to);
  });
  return returnAnswer(ctx, id);
}
