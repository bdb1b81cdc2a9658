import type { OrderEntry } from '@emporium/orders-events/order-entry';
import { expect, test } from 'vitest';
import { nextStep } from './next-step.js';

const entry = (status: string, amount?: number): OrderEntry => ({
  id: `x${status}`,
  orderId: 'ord_1',
  status,
  ...(amount ? { amount } : {}),
});
const step = (status: string, hold: string | undefined, ...payments: [string, number?][]) =>
  nextStep({
    order: entry(status, 10),
    hold: hold === undefined ? undefined : entry(hold),
    payments: payments.map(([of, amount = 10]) => entry(of, amount)),
  });

test.each([
  ['PENDING', 'HELD', []],
  ['PENDING', 'HELD', [['FAILED']]],
  ['PAID', 'CONFIRMED', [['CAPTURED']]],
  ['SHIPPED', 'CONFIRMED', [['REFUNDED']]],
  ['PAID', 'CONFIRMED', [['FAILED'], ['PARTIALLY_REFUNDED']]],
  ['CANCELLED', 'RELEASED', [['REFUNDED']]],
  ['CANCELLED', undefined, []],
] as [string, string | undefined, [string][]][])(
  'nothing is to do for an order that is %s, its hold %s, its payments %j',
  (order, hold, payments) => {
    expect(step(order, hold, ...payments)).toBeUndefined();
  },
);

test('units and money of a cancelled order go back', () => {
  for (const hold of ['HELD', 'CONFIRMED'])
    expect(step('CANCELLED', hold)).toEqual({ of: 'orders', step: 'publish-cancelled' });
  expect(step('CANCELLED', 'RELEASED', ['CAPTURED'])).toEqual({
    of: 'orders',
    step: 'publish-cancelled',
  });
});

test('a living order without its hold gets it again, one whose units went back is cancelled', () => {
  for (const status of ['PENDING', 'PAID', 'DELIVERED']) {
    expect(step(status, undefined)).toEqual({ of: 'orders', step: 'reserve' });
    expect(step(status, 'RELEASED', ['CAPTURED'])).toEqual({ of: 'orders', step: 'cancel' });
  }
  expect(step('PENDING', 'CONFIRMED', ['REFUNDED'])).toEqual({ of: 'orders', step: 'cancel' });
});

test('money that fits pays the order, and a paid order takes its units', () => {
  expect(step('PENDING', 'HELD', ['CAPTURED'])).toEqual({ of: 'payments', paymentId: 'xCAPTURED' });
  expect(step('PAID', 'HELD', ['CAPTURED'])).toEqual({ of: 'orders', step: 'publish-paid' });
});

test('money that is missing, or of another amount, is a question for a person', () => {
  expect(step('SHIPPED', 'CONFIRMED')).toMatchObject({ of: 'person' });
  expect(step('PAID', 'CONFIRMED', ['CAPTURED', 9])).toMatchObject({ of: 'person' });
  expect(step('PENDING', 'HELD', ['CAPTURED', 11])).toMatchObject({ of: 'person' });
});

test('an order that is paid in part waits; several payments that fit together pay it', () => {
  expect(step('PENDING', 'HELD', ['CAPTURED', 9])).toBeUndefined();
  expect(step('PENDING', 'HELD', ['CAPTURED', 4], ['AUTHORIZED', 6])).toEqual({
    of: 'payments',
    paymentId: 'xAUTHORIZED',
  });
  expect(step('PAID', 'CONFIRMED', ['CAPTURED', 4], ['AUTHORIZED', 6])).toBeUndefined();
});

test('the same number of another currency is not the same money', () => {
  const of = (status: string, currency: string): OrderEntry => ({ ...entry(status, 10), currency });
  for (const status of ['PENDING', 'PAID'])
    expect(
      nextStep({
        order: of(status, 'EUR'),
        hold: entry('CONFIRMED'),
        payments: [of('CAPTURED', 'USD')],
      }),
    ).toMatchObject({
      of: 'person',
    });
});
