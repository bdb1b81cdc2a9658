import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';
import type { ChangeInput } from './edit-input.js';
import type { StoredChange } from './order-edit.entity.js';

/** Changes as they are kept. Throws a Rejection for a price in another currency. */
export function storedChanges(changes: readonly ChangeInput[], currency: string): StoredChange[] {
  const errors = changes.flatMap(({ unitPrice }, index) =>
    unitPrice && unitPrice.currency !== currency
      ? [
          invalidInput(`The order is in ${currency}.`, [
            'changes',
            String(index),
            'unitPrice',
            'currency',
          ]),
        ]
      : [],
  );
  if (errors.length > 0) throw new Rejection(...errors);
  return changes.map(({ variantId, orderLineId, quantity, unitPrice, reason }) => ({
    variantId: variantId ?? null,
    orderLineId: orderLineId ?? null,
    quantity: quantity ?? null,
    unitPrice: unitPrice?.minor ?? null,
    reason: reason ?? null,
  }));
}
