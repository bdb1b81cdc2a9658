import type { WebhookEndpoint } from '../webhook/webhook-endpoint.entity.js';

/** The mail that tells staff of a webhook endpoint that was switched off. */
export function composeStaffMail({
  id,
  url,
  failures,
  firstFailedAt,
}: Pick<WebhookEndpoint, 'id' | 'url' | 'failures' | 'firstFailedAt'>): {
  subject: string;
  text: string;
} {
  const text = [
    'Hello,',
    `The webhook endpoint ${id} at ${new URL(url).host} was switched off: ${failures} attempts have failed since ${firstFailedAt?.toISOString() ?? 'a moment ago'}.`,
    'Nothing is lost: when the endpoint works again, switch it on (webhookEndpointUpdate) and replay the time since then (webhookEndpointReplay).',
  ].join('\n\n');
  return { subject: 'A webhook endpoint was switched off', text: `${text}\n` };
}
