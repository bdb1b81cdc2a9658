import { lookup } from 'node:dns/promises';
import type { Config } from '@emporium/platform/config/config';
import { ConfigurationError } from '@emporium/platform/config/configuration-error';
import { settingsOf } from '@emporium/platform/config/settings';
import type { Ctx } from '@emporium/platform/context';
import { notificationsConfig } from '../config.js';
import type { AddressRules } from './endpoint-address.js';
import { webhookPoster, type WebhookPoster } from './post-webhook.adapter.js';
import { webhookLanes, type WebhookLanes } from './webhook-lanes.js';

/** What sending webhooks needs of the process. */
export interface Webhooks {
  rules: AddressRules;
  poster: WebhookPoster;
  lanes: WebhookLanes;
}

/** Opens what webhooks are sent with. Throws ConfigurationError for a switch of development. */
export function openWebhooks(config: Config, log: Ctx['log'], timeoutMs?: number): Webhooks {
  const { WEBHOOK_ALLOW_LOCAL: allowLocal } = settingsOf(config, notificationsConfig);
  if (allowLocal && config.production)
    throw new ConfigurationError([
      'WEBHOOK_ALLOW_LOCAL: only in development, since it lets staff call this machine',
    ]);
  const rules: AddressRules = { allowLocal, resolve: (host) => lookup(host, { all: true }) };
  return { rules, poster: webhookPoster(rules, timeoutMs), lanes: webhookLanes(log) };
}

/** Waits for requests under way, then closes connections. */
export async function closeWebhooks({ lanes, poster }: Webhooks): Promise<void> {
  await lanes.close();
  await poster.close();
}
