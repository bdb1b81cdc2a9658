import type { Ctx } from '@emporium/platform/context';
import { PaymentRow } from './payment.entity.js';

/** The payment as it is in the database now. Throws when there is none. */
export async function findPayment(ctx: Pick<Ctx, 'em'>, id: string): Promise<PaymentRow> {
  return ctx.em.findOneOrFail(PaymentRow, { id }, { disableIdentityMap: true });
}
