import { OrderPaid } from '@emporium/orders-events';
import { admin } from '@emporium/testing/principals';
import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import type { NotificationServices } from '../context.js';
import { notifications } from '../subgraph.js';
import { openWebhooks } from './open-webhooks.js';

/** Short, so that an endpoint that hangs takes no test's time. */
const TIMEOUT_MS = 500;

/** Notifications with a clock that the test moves. */
export interface TestShop extends TestSubgraph<NotificationServices> {
  clock: { now: Date };
  /** Sends what is due and waits until nothing is under way. */
  send(): Promise<void>;
  /** Lets time pass, then sends what is due. */
  later(ms: number): Promise<void>;
  /** Runs a mutation as staff; the answer of its one field. */
  // oxlint-disable-next-line typescript/no-explicit-any
  change(mutation: string, variables: object): Promise<any>;
  /** Registers an endpoint; its id and secret. */
  register(url: string, events?: string[], more?: object): Promise<{ id: string; secret: string }>;
  /** Tells that an order was paid; the id of the event. */
  pay(n: number, id?: string): Promise<string>;
}

/** Starts notifications as in development, with endpoints on this machine allowed. */
export async function startShop(env: Record<string, string> = {}): Promise<TestShop> {
  const clock = { now: new Date() };
  const definition: typeof notifications = {
    ...notifications,
    services: async (runtime, base) => ({
      ...(await notifications.services!(runtime, base)),
      webhooks: openWebhooks(runtime.config, runtime.log, TIMEOUT_MS),
    }),
  };
  const t = await startTestSubgraph(definition, {
    now: () => clock.now,
    env: { WEBHOOK_ALLOW_LOCAL: 'true', ...env },
  });
  const send = async () => {
    await t.runJob('send-webhooks');
    await t.ctx().services.webhooks.lanes.idle();
  };
  const change = async (mutation: string, variables: object) => {
    const result = await t.execute(mutation, {
      // As JSON brings them: instants are texts.
      variables: JSON.parse(JSON.stringify(variables)) as Record<string, unknown>,
      as: admin,
    });
    if (result.errors) throw new Error(JSON.stringify(result.errors));
    return Object.values(result.data as object)[0];
  };
  return Object.assign(t, {
    clock,
    send,
    change,
    later: async (ms: number) => {
      clock.now = new Date(clock.now.getTime() + ms);
      await send();
    },
    register: async (url: string, events: string[] = ['*'], more: object = {}) => {
      const input = { url, events, ...more };
      const { webhookEndpoint, secret, userErrors } = await change(CREATE, { input });
      if (userErrors.length > 0) throw new Error(JSON.stringify(userErrors));
      return { id: webhookEndpoint.id as string, secret: secret as string };
    },
    pay: async (n: number, id?: string) => {
      const envelope = await t.deliver(OrderPaid, {
        ...{ key: `ord_${n}`, version: 2 },
        ...(id ? { id } : {}),
        data: {
          ...{ orderId: `ord_${n}`, number: `N-${n}`, userId: 'usr_a', version: 2 },
          ...{ cartIdHash: 'x', cartVersion: 1, currency: 'EUR' },
          lines: [{ variantId: 'var_1', quantity: 1 }],
          total: { minor: 1_000, currency: 'EUR' },
        },
      });
      return envelope.id;
    },
  });
}

const ERRORS = 'userErrors { ... on UserError { code message path } }';
const ENDPOINT =
  'webhookEndpoint { id url events description isActive isCustomerNamed failures firstFailedAt switchedOffAt previousSecretExpiresAt version }';
const SENT = `deliveries { id eventId type state attempts nextAttemptAt responseStatus error body endpoint { id } } queuedCount ${ERRORS}`;

export const CREATE = `mutation ($input: WebhookEndpointCreateInput!, $key: ID) {
  webhookEndpointCreate(input: $input, idempotencyKey: $key) { ${ENDPOINT} secret ${ERRORS} } }`;
export const UPDATE = `mutation ($id: ID!, $input: WebhookEndpointUpdateInput!, $version: Int!) {
  webhookEndpointUpdate(id: $id, input: $input, expectedVersion: $version) { ${ENDPOINT} ${ERRORS} } }`;
export const DELETE = `mutation ($id: ID!) { webhookEndpointDelete(id: $id) { deletedId ${ERRORS} } }`;
export const ROTATE = `mutation ($id: ID!, $end: Boolean, $key: ID) {
  webhookSecretRotate(id: $id, endPrevious: $end, idempotencyKey: $key) { ${ENDPOINT} secret ${ERRORS} } }`;
export const PING = `mutation ($id: ID!) { webhookEndpointPing(id: $id) { ${SENT} } }`;
export const REPLAY = `mutation ($ids: [ID!]!) { webhookDeliveryReplay(ids: $ids) { ${SENT} } }`;
export const REPLAY_RANGE = `mutation ($id: ID!, $from: DateTime!, $to: DateTime!, $all: Boolean) {
  webhookEndpointReplay(id: $id, fromAt: $from, toAt: $to, hasDelivered: $all) { ${SENT} } }`;
export const DELIVERIES = `query ($id: ID!, $first: Int, $after: String, $where: WebhookDeliveryWhere) {
  webhookEndpoint(id: $id) { isActive failures firstFailedAt switchedOffAt lastDeliveredAt version
    deliveries(first: $first, after: $after, where: $where) {
      nodes { id eventId type state attempts nextAttemptAt deliveredAt responseStatus error }
      pageInfo { hasNextPage endCursor } } } }`;
