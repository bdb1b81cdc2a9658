import { isConnectionLost } from '@emporium/db/connection-lost';
import { traceWork } from '@emporium/telemetry/trace-work';
import type { Ctx } from '../context.js';
import { claimDeliveries, type ClaimedDelivery } from './claim-deliveries.js';
import { recordOutcome, type Outcome } from './record-outcome.js';
import { webhookBody } from './webhook-body.js';
import { signedHeaders } from './webhook-secret.js';

const USER_AGENT = 'Emporium-Webhooks/1';
const MAX_ERROR = 300;

/** Sends what is due to one endpoint, a few at a time, until nothing is or `isStopping` says so. */
export async function sendToEndpoint(
  ctx: Ctx,
  endpointId: string,
  isStopping: () => boolean,
): Promise<void> {
  while (!isStopping()) {
    const claimed = await claimDeliveries(ctx, endpointId);
    if (claimed.length === 0) return;
    await Promise.all(claimed.map((delivery) => attempt(ctx, delivery)));
  }
}

async function attempt(ctx: Ctx, delivery: ClaimedDelivery): Promise<void> {
  const attributes = {
    'emporium.webhook.endpoint': delivery.endpoint.id,
    'emporium.webhook.event': delivery.type,
    'emporium.webhook.attempt': delivery.attempts,
  };
  const parent = delivery.traceparent ?? undefined;
  await traceWork('send webhook', { kind: 'client', attributes, parent }, async (work) => {
    const outcome = await post(ctx, delivery);
    if (outcome.error !== null) {
      work.fail(new Error(outcome.error));
      ctx.log.warn(
        {
          ...{ delivery: delivery.id, endpoint: delivery.endpoint.id, event: delivery.eventId },
          ...{ attempts: delivery.attempts, status: outcome.status, err: outcome.error },
        },
        'webhook not delivered',
      );
    }
    await recordOutcome(ctx, delivery, outcome).catch((error: unknown) => {
      // The lease ends by itself, and the endpoint gets the message again, with the same id.
      if (!isConnectionLost(error)) throw error;
      ctx.log.warn({ err: error, delivery: delivery.id }, 'outcome of a webhook not written down');
    });
  });
}

async function post(ctx: Ctx, delivery: ClaimedDelivery): Promise<Outcome> {
  const { eventId, endpoint } = delivery;
  const began = performance.now();
  const ended = () => Math.round(performance.now() - began);
  try {
    const body = webhookBody(delivery, endpoint.isCustomerNamed);
    const { status, retryAfter } = await ctx.services.webhooks.poster.post({
      url: endpoint.url,
      headers: {
        ...{ 'content-type': 'application/json', 'user-agent': USER_AGENT },
        ...signedHeaders(eventId, body, { secrets: endpoint.secrets, now: ctx.now() }),
      },
      body,
    });
    return { status, retryAfter, error: problemOf(status), durationMs: ended() };
  } catch (error) {
    return { status: null, error: describe(error), durationMs: ended() };
  }
}

/** Why an answer is none that counts; null for one that does. */
function problemOf(status: number): string | null {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400)
    return `answered ${status}: redirects are not followed, register the final address`;
  return `answered ${status}`;
}

function describe(error: unknown): string {
  const { message, code, cause } = error as NodeJS.ErrnoException & { cause?: Error };
  const text = message || cause?.message || 'failed without a word';
  return (code && !text.includes(code) ? `${code}: ${text}` : text).slice(0, MAX_ERROR);
}
