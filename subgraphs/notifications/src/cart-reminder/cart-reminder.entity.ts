import { defineEntity, p } from '@mikro-orm/core';

/** A user who wants, or wanted, to be reminded of a cart. */
export const CartReminder = defineEntity({
  name: 'CartReminder',
  tableName: 'cart_reminder',
  properties: {
    userId: p.text().primary(),
    /** When their cart is looked at next; null while they want no reminders. */
    lookAt: p.datetime().columnType('timestamptz').nullable(),
    /** When they last ordered. */
    orderedAt: p.datetime().columnType('timestamptz').nullable(),
    /** Hash of the cart that they were reminded of, until they pay an order. */
    remindedCart: p.text().nullable(),
  },
});
