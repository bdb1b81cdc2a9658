import type { IdempotentCall } from '@emporium/db/idempotency';
import { recordedCall } from '@emporium/db/recorded-call';
import { checked } from '@emporium/graphql/checked';
import { idempotencyKey } from '@emporium/graphql/input/idempotency-key';
import { Rejection } from '@emporium/graphql/rejection';
import {
  idempotencyKeyReused,
  invalidInput,
  notFound,
  type UserError,
  versionConflict,
} from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import { z } from 'zod';
import { sha256 } from '../placing/buyer.js';
import { openOrder, type Opened, type OrderDraft, type Placed } from '../placing/open-order.js';
import { answerOf, bringToEnd, type OrderAnswer } from '../placing/place-order.js';
import { priceChanged } from '../placing/price-changed.js';
import { query } from '../tables.js';
import { actorOf } from '../history/actor.js';
import type { DraftOrderRow } from './draft-order.entity.js';
import { DraftOrderStatus } from './draft-status.js';
import type { DraftOrderSendArgs } from './draft.inputs.js';
import { loadDraft, lockDraft, type Draft } from './load-draft.js';
import { contactOf, priceDraft } from './price-draft.js';

/** Milliseconds that staff are kept waiting; after that the process manager goes on alone. */
const BUDGET_MS = 2_500;

const argsSchema = z.object({
  id: z.string(),
  expectedVersion: z.number().int(),
  expectedTotal: z.object({ minor: z.number().int().nonnegative(), currency: z.string() }),
  idempotencyKey,
});

/** A draft that was sent, with its order and, for a guest, the token that opens it. */
export interface SentDraft extends Draft {
  sent: OrderAnswer;
}

/**
 * Places the order of a draft for its buyer, once per key and version of the draft: units are held
 * and wait for the payment; the confirmation that the buyer gets has the link by which it is paid.
 * From then on it is an order as every other. Throws a Rejection when it cannot be ordered so, and
 * OPERATION_IN_PROGRESS when placing takes longer than 2.5 s: the same key later gives the answer.
 */
export async function sendDraft(ctx: Ctx, args: DraftOrderSendArgs): Promise<SentDraft> {
  const deadline = Date.now() + BUDGET_MS;
  const { idempotencyKey: key, ...request } = checked(argsSchema, args);
  const { id } = request;
  const call: IdempotentCall = { scope: `draft:${id}`, operation: 'draftOrderSend', key, request };
  const known = await recordedCall<Placed>(ctx, call);
  const opened =
    known === undefined
      ? await open(ctx, call, request)
      : known === 'reused'
        ? known
        : { ...known, fresh: false };
  if (opened === 'reused') throw new Rejection(idempotencyKeyReused());
  if (opened === 'not-found')
    throw new Rejection(notFound('The buyer has no account any more.', ['id']));
  await bringToEnd(ctx, opened, deadline);
  const sent = await answerOf(ctx, opened.orderId);
  return { ...(await loadDraft(ctx, id))!, sent };
}

const ofDraft = <T extends UserError>(error: T): T => ({ ...error, path: ['id'] });

async function open(
  ctx: Ctx,
  call: IdempotentCall,
  { id, expectedVersion, expectedTotal }: Omit<z.infer<typeof argsSchema>, 'idempotencyKey'>,
): Promise<Opened> {
  const found = await loadDraft(ctx, id);
  if (!found) throw new Rejection(notFound('There is no such draft.', ['id']));
  const { total } = await priceDraft(ctx, found.draft).catch((error: unknown) => {
    throw error instanceof Rejection ? new Rejection(...error.errors.map(ofDraft)) : error;
  });
  if (expectedTotal.minor !== total.minor || expectedTotal.currency !== total.currency)
    throw new Rejection({ ...priceChanged(expectedTotal, total), path: ['expectedTotal'] });
  const contact = await contactOf(ctx, found.draft);
  if (!contact)
    throw new Rejection(invalidInput('Nothing is known of this user: name another one.', ['id']));
  return inTransaction(ctx, async () => {
    const { draft, status } = await lockDraft(ctx, id);
    if (draft.version !== expectedVersion) throw new Rejection(versionConflict(draft.version));
    if (status !== DraftOrderStatus.OPEN && status !== DraftOrderStatus.SENT)
      throw new Rejection(
        invalidInput(
          `A draft that is ${status} cannot be sent: change it first, or make a new one.`,
          ['id'],
        ),
      );
    const opened = await openOrder(ctx, call, orderOf(ctx, draft, contact, total));
    if (typeof opened === 'object')
      await query(ctx)
        .updateTable('DraftOrderRow')
        .set({ status: 'SENT', orderId: opened.orderId })
        .where('id', '=', id)
        .execute();
    return opened;
  });
}

/** The draft as what a cart would be: one order per version of it. */
function orderOf(
  ctx: Ctx,
  draft: DraftOrderRow,
  contact: NonNullable<OrderDraft['contact']>,
  expectedTotal: { minor: number; currency: string },
): OrderDraft {
  const { id, userId, version, shippingAddress, billingAddress, shippingMethodId, vatNumber } =
    draft;
  return {
    buyer: { userId, scope: `draft:${id}`, cart: `draft:${id}` },
    contact,
    origin: null,
    byStaff: { draftId: id, actor: actorOf(ctx.principal, null) },
    cart: {
      idHash: sha256(`draft:${id}`),
      version,
      currency: ctx.config.shopCurrency,
      discountCodes: draft.discountCodes,
      shippingMethodId,
      vatNumber,
      lines: draft.lines.map(({ variantId, quantity, unitPrice }) => ({
        variantId,
        quantity,
        unitPriceMinor: unitPrice ?? 0,
        fixedPrice: unitPrice,
        goods: null,
      })),
    },
    input: { shippingAddress, billingAddress, shippingMethodId, vatNumber, expectedTotal },
  };
}
