import { personDataResolver } from '@emporium/graphql/person-data.resolver';
import { personRemainsResolver } from '@emporium/graphql/person-remains.resolver';
import { defineSubgraph } from '@emporium/platform/define-subgraph';
import { remindOfCarts } from './cart-reminder/remind-of-carts.job.js';
import type { NotificationServices } from './context.js';
import { notificationsConfig } from './config.js';
import { keptMails } from './invariants/kept-mails.js';
import { webhookDeliveries } from './invariants/webhook-deliveries.js';
import { mailGauges } from './mail/mail-gauges.js';
import { inspectMail } from './mail/inspect-mail.js';
import { openMailer } from './mail/open-mailer.js';
import { sendMail } from './mail/send-mail.job.js';
import { Notifications001Inbox } from './migrations/notifications-001-inbox.js';
import { Notifications002OrderMails } from './migrations/notifications-002-order-mails.js';
import { Notifications003MailState } from './migrations/notifications-003-mail-state.js';
import { Notifications004MailsOfGuests } from './migrations/notifications-004-mails-of-guests.js';
import { Notifications005Webhooks } from './migrations/notifications-005-webhooks.js';
import { Notifications006AccountMails } from './migrations/notifications-006-account-mails.js';
import { Notifications007MailsToStaff } from './migrations/notifications-007-mails-to-staff.js';
import { Notifications008MailPreferences } from './migrations/notifications-008-mail-preferences.js';
import { Notifications009ReportsToStaff } from './migrations/notifications-009-reports-to-staff.js';
import { Notifications010CartReminders } from './migrations/notifications-010-cart-reminders.js';
import { inboxConsumer } from './notification/consumer.js';
import {
  NotificationResolver,
  resolveNotifications,
  resolveUsers,
  UserNotificationsResolver,
} from './notification/notification.resolver.js';
import { UserStub } from './notification/stubs.js';
import { UserMailPreferencesResolver } from './preference/preference.resolver.js';
import { unsubscribeRoute } from './preference/unsubscribe-route.js';
import { previewRoute } from './preview/preview-route.js';
import { recipientReplica } from './recipient/recipient-replica.js';
import { recipientConsumer } from './recipient/keep-recipient.js';
import { reportLowStock } from './staff/report-low-stock.job.js';
import { staffConsumer } from './staff/staff-consumer.js';
import { findRemains } from './person/find-remains.js';
import { personData } from './person/person-data.js';
import { entities } from './tables.js';
import { resolveDeliveries, resolveEndpoints } from './webhook/find-webhooks.js';
import { closeWebhooks, openWebhooks } from './webhook/open-webhooks.js';
import { pruneWebhooks } from './webhook/prune-webhooks.job.js';
import { sendWebhooks } from './webhook/send-webhooks.job.js';
import { webhookConsumer } from './webhook/webhook-consumer.js';
import { webhookGauges } from './webhook/webhook-gauges.js';
import { WebhookMutationsResolver } from './webhook/webhook-mutations.resolver.js';
import { WebhookDeliveryResolver, WebhookEndpointResolver } from './webhook/webhook.resolver.js';

export const notifications = defineSubgraph<NotificationServices>({
  name: 'notifications',
  schema: {
    resolvers: [
      personDataResolver('notifications', personData),
      personRemainsResolver('notifications', findRemains),
      NotificationResolver,
      UserNotificationsResolver,
      UserMailPreferencesResolver,
      WebhookEndpointResolver,
      WebhookDeliveryResolver,
      WebhookMutationsResolver,
    ],
    // No field here returns a user, so the type must be named.
    orphanedTypes: [UserStub],
    references: {
      Notification: resolveNotifications,
      User: resolveUsers,
      WebhookEndpoint: resolveEndpoints,
      WebhookDelivery: resolveDeliveries,
    },
  },
  entities: Object.values(entities),
  migrations: [
    Notifications001Inbox,
    Notifications002OrderMails,
    Notifications003MailState,
    Notifications004MailsOfGuests,
    Notifications005Webhooks,
    Notifications006AccountMails,
    Notifications007MailsToStaff,
    Notifications008MailPreferences,
    Notifications009ReportsToStaff,
    Notifications010CartReminders,
  ],
  routes: (app, contextOf) => {
    previewRoute(app, contextOf);
    unsubscribeRoute(app, contextOf);
  },
  config: notificationsConfig,
  services: (runtime) => ({
    live: runtime.cache,
    mailer: openMailer(runtime.config),
    webhooks: openWebhooks(runtime.config, runtime.log),
  }),
  closeServices: async (services) => {
    await closeWebhooks(services.webhooks);
    await services.mailer.close();
  },
  consumers: [inboxConsumer, recipientConsumer, staffConsumer, webhookConsumer],
  inspections: [inspectMail],
  invariants: [keptMails, webhookDeliveries],
  replicas: [recipientReplica],
  gauges: [...mailGauges, ...webhookGauges],
  jobs: [sendMail, remindOfCarts, reportLowStock, sendWebhooks, pruneWebhooks],
});
