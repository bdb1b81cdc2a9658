import { randomUUID } from 'node:crypto';
import type { Principal } from '@emporium/auth/principal';
import { PaymentCreated } from '@emporium/payments-events';
import { customer, supervisor } from '@emporium/testing/principals';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { CANCEL, PLACE, placeVariables, TRANSITION, type FakeShop } from './orders.fixture.js';

/** The buyer of most tests. */
export const ada = customer('usr_ada');

/** An order as `placed` answers it. */
export interface PlacedOrder {
  id: string;
  number: string;
  version: number;
  lines: { id: string }[];
}

/** The steps of an order's life, for tests that are about one of them. */
export function orderLife(t: TestSubgraph<unknown>, shop: FakeShop) {
  let cartVersion = 0;
  /** An order that is not paid; two shirts for 39.98 unless other units are named. */
  const placed = async (
    as: Principal | undefined = ada,
    units: Record<string, number> = { var_shirt: 2 },
  ) => {
    const cart = shop.cart(units, as?.sub ?? null, ++cartVersion);
    const { data } = await t.execute(PLACE, {
      variables: placeVariables(cart),
      ...(as ? { as } : {}),
    });
    return data!.orderPlace.order as PlacedOrder;
  };
  const pay = (orderId: string, minor = 3_998, paymentId = `pay_${orderId}`) => {
    const money = { minor, currency: 'EUR' };
    const data = { paymentId, orderId, amount: money, currency: 'EUR', provider: 'test' };
    return t.deliver(PaymentCreated, { key: orderId, version: 1, data });
  };
  const cancel = async (id: string, key: string, as: object = ada) =>
    (
      await t.execute(CANCEL, {
        as: as as never,
        variables: { id, key, reason: 'changed my mind' },
      })
    ).data?.orderCancel;
  const move = async (id: string, to: string, v: number, as = supervisor, s?: object) =>
    (await t.execute(TRANSITION, { as, variables: { id, to, v, ...(s ? { s } : {}) } })).data
      ?.orderTransition;
  return {
    placed,
    pay,
    cancel,
    move,
    /** A paid order of these units; its shirts cost 19.99, its socks 4.50. */
    paid: async (units: Record<string, number> = { var_shirt: 2 }, as: Principal = ada) => {
      const order = await placed(as, units);
      await pay(order.id, (units['var_shirt'] ?? 0) * 1_999 + (units['var_sock'] ?? 0) * 450);
      return order;
    },
    /** Takes a paid order to DELIVERED, whole. */
    delivered: async (id: string) => {
      for (const [step, to] of ['PROCESSING', 'SHIPPED', 'DELIVERED'].entries())
        await move(id, to, step + 2);
    },
    /** Answer of a mutation, called by staff with a fresh key unless one is given. */
    send: async (document: string, variables: object = {}, as: Principal = supervisor) => {
      const { data, errors } = await t.execute(document, {
        as,
        variables: { key: randomUUID(), ...variables },
      });
      if (!data) throw new Error(JSON.stringify(errors));
      return Object.values(data)[0] as never;
    },
    /** Events that orders has published under a key. */
    eventsOf: async (key: string, type?: string) =>
      (await t.published()).filter(
        (e) => e.source === '/emporium/orders' && e.subject === key && (!type || e.type === type),
      ),
  };
}
