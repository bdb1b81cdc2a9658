import { newId } from '@emporium/db/new-id';
import { checked } from '@emporium/graphql/checked';
import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput, versionConflict } from '@emporium/graphql/user-errors';
import { vatNumberOf } from '@emporium/pricing/vat-number-of';
import { settingsOf } from '@emporium/platform/config/settings';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import { once } from '@emporium/platform/once';
import { sql } from 'kysely';
import { ordersConfig } from '../config.js';
import { actorOf } from '../history/actor.js';
import { cancelInTransaction } from '../order/cancel-in-transaction.js';
import { query } from '../tables.js';
import { draftSchema, type DraftInput } from './draft-input.js';
import { DraftOrderStatus } from './draft-status.js';
import type {
  DraftOrderCreateArgs,
  DraftOrderUpdateArgs,
  DraftOrderVersionArgs,
} from './draft.inputs.js';
import { lockDraft, loadDraft, type Draft } from './load-draft.js';

/** Writes a draft down, once per key. Throws a Rejection for input that makes no sense. */
export async function createDraft(ctx: Ctx, args: DraftOrderCreateArgs): Promise<Draft> {
  const input = checked(draftSchema, args.input, ['input']);
  const values = valuesOf(ctx, input);
  const { idempotencyKey: key } = args;
  const call = { operation: 'draftOrderCreate', key, request: input };
  const { id } = await once(ctx, call, async () => {
    const made = newId('dft');
    await query(ctx)
      .insertInto('DraftOrderRow')
      .values({
        ...values,
        id: made,
        status: 'OPEN',
        actor: actorOf(ctx.principal, null),
        expiresAt: expiry(ctx),
      })
      .execute();
    return { id: made };
  });
  return (await loadDraft(ctx, id))!;
}

/**
 * Makes a draft what it shall be, if it still has the version that was read. One that was sent and is
 * not paid is called back: its order is cancelled, and its link ends. Throws a Rejection for one that
 * was accepted or given up.
 */
export async function updateDraft(ctx: Ctx, args: DraftOrderUpdateArgs): Promise<Draft> {
  const input = checked(draftSchema, args.input, ['input']);
  const values = valuesOf(ctx, input);
  await change(ctx, args, { ...values, status: 'OPEN', orderId: null, expiresAt: expiry(ctx) });
  return (await loadDraft(ctx, args.id))!;
}

/** Gives a draft up, and cancels its order when that is not paid. Throws a Rejection otherwise. */
export async function cancelDraft(ctx: Ctx, args: DraftOrderVersionArgs): Promise<Draft> {
  await change(ctx, args, { status: 'CANCELLED' });
  return (await loadDraft(ctx, args.id))!;
}

const expiry = (ctx: Ctx) =>
  sql<Date>`now() + ${settingsOf(ctx.config, ordersConfig).DRAFT_ORDER_DAYS} * interval '1 day'`;

async function change(
  ctx: Ctx,
  { id, expectedVersion }: DraftOrderVersionArgs,
  values: object,
): Promise<void> {
  await inTransaction(ctx, async () => {
    const { draft, status } = await lockDraft(ctx, id);
    if (draft.version !== expectedVersion) throw new Rejection(versionConflict(draft.version));
    if (status === DraftOrderStatus.ACCEPTED)
      throw new Rejection(
        invalidInput('This draft is paid: change its order by orderEdit.', ['id']),
      );
    if (status === DraftOrderStatus.CANCELLED)
      throw new Rejection(invalidInput('This draft was given up: make a new one.', ['id']));
    if (status === DraftOrderStatus.SENT) await callBack(ctx, draft.orderId!);
    await query(ctx)
      .updateTable('DraftOrderRow')
      .set((eb) => ({ ...values, version: eb('version', '+', 1) }))
      .where('id', '=', id)
      .execute();
  });
}

async function callBack(ctx: Ctx, orderId: string): Promise<void> {
  const actor = actorOf(ctx.principal, null);
  const note = 'its draft was called back';
  if (await cancelInTransaction(ctx, { orderId, actor, reason: 'STAFF', note })) return;
  throw new Rejection(invalidInput('This draft is being sent: try again in a moment.', ['id']));
}

function valuesOf(ctx: Ctx, input: DraftInput) {
  const { customerId, guestEmail, lines, shippingAddress, billingAddress } = input;
  const currency = ctx.config.shopCurrency;
  const errors = lines.flatMap(({ unitPrice }, index) =>
    unitPrice && unitPrice.currency !== currency
      ? [
          invalidInput(`The shop sells in ${currency}.`, [
            'input',
            'lines',
            String(index),
            'unitPrice',
            'currency',
          ]),
        ]
      : [],
  );
  if (errors.length > 0) throw new Rejection(...errors);
  return {
    userId: customerId ?? null,
    guestEmail: guestEmail ?? null,
    lines: lines.map(({ variantId, quantity, unitPrice, reason }) => ({
      variantId,
      quantity,
      unitPrice: unitPrice?.minor ?? null,
      reason: reason ?? null,
    })),
    shippingAddress,
    billingAddress: billingAddress ?? null,
    shippingMethodId: input.shippingMethodId ?? null,
    vatNumber: vatNumber(input),
    discountCodes: input.discountCodes ?? [],
    note: input.note ?? null,
  };
}

function vatNumber({ vatNumber: text, billingAddress, shippingAddress }: DraftInput) {
  if (!text) return null;
  const { number, ...wrong } = vatNumberOf(text, (billingAddress ?? shippingAddress).country);
  if (number !== null) return number;
  const message = 'message' in wrong ? wrong.message : 'This is no VAT number.';
  throw new Rejection(invalidInput(message, ['input', 'vatNumber']));
}
