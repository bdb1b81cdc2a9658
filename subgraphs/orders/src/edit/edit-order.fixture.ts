import { PaymentCreated } from '@emporium/payments-events';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import type { orderLife, PlacedOrder } from '../order-life.fixture.js';

const ERRORS = `userErrors { __typename ... on UserError { code message path } ... on VersionConflictError { currentVersion }
  ... on PriceChangedError { actual { minor } } }`;
const AFTER = `order { id status version total { minor } lines { id sku quantity unitPrice { minor } total { minor } }
  refunds { reason amount { minor } } history { nodes { type actor note } } }`;
export const EDIT = `mutation ($id: ID!, $changes: [OrderChangeInput!]!, $v: Int!, $key: ID!, $note: String, $total: MoneyInput) {
  orderEdit(orderId: $id, changes: $changes, expectedVersion: $v, note: $note, expectedTotal: $total, idempotencyKey: $key) { ${AFTER} ${ERRORS} } }`;
export const PREVIEW = `query ($id: ID!, $changes: [OrderChangeInput!]!) { orderEditPreview(orderId: $id, changes: $changes) {
  preview { version total { minor } difference { minor } amountDue { minor } refund { minor } lines { orderLineId variantId quantity unitPrice { minor } total { minor } } } ${ERRORS} } }`;

/** Answers of tests that look at whatever they ask for. */
export interface EditAnswer {
  // oxlint-disable-next-line typescript/no-explicit-any
  order: any;
  // oxlint-disable-next-line typescript/no-explicit-any
  userErrors: any[];
}

const eur = (minor: number) => ({ minor, currency: 'EUR' });

/** Ways to change orders of a test. */
export function orderEdits(t: TestSubgraph<unknown>, life: ReturnType<typeof orderLife>) {
  const edit = (
    order: Pick<PlacedOrder, 'id'>,
    v: number,
    changes: object[],
    more: object = {},
  ): Promise<EditAnswer> => life.send(EDIT, { id: order.id, v, changes, ...more });
  return {
    edit,
    preview: async (id: string, changes: object[]) =>
      // oxlint-disable-next-line typescript/no-explicit-any
      life.send(PREVIEW, { id, changes }) as Promise<any>,
    /** A further payment; `covered` by all of them together. */
    payRest: (orderId: string, minor: number, covered: number, paymentId = `pay_rest_${covered}`) =>
      t.deliver(PaymentCreated, {
        key: orderId,
        version: covered,
        data: {
          paymentId: `${paymentId}_${orderId}`,
          orderId,
          amount: eur(minor),
          covered: eur(covered),
          currency: 'EUR',
          provider: 'test',
        },
      }),
    eur,
  };
}
