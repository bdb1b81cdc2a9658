import { typedQuery } from '@emporium/db/typed-query';
import { CartReminder } from './cart-reminder/cart-reminder.entity.js';
import { Mail } from './mail/mail.entity.js';
import { Notification } from './notification/notification.entity.js';
import { MailPreferences } from './preference/mail-preferences.entity.js';
import { MailUnsubscription } from './preference/mail-unsubscription.entity.js';
import { Recipient } from './recipient/recipient.entity.js';
import { LowStock } from './staff/low-stock.entity.js';
import { WebhookDelivery } from './webhook/webhook-delivery.entity.js';
import { WebhookEndpoint } from './webhook/webhook-endpoint.entity.js';
import { WebhookEvent } from './webhook/webhook-event.entity.js';

/** All tables of notifications. */
export const entities = {
  Notification,
  Recipient,
  CartReminder,
  Mail,
  MailPreferences,
  MailUnsubscription,
  LowStock,
  WebhookEndpoint,
  WebhookEvent,
  WebhookDelivery,
};

/** Starts a typed statement on the tables of notifications. */
export const query = typedQuery(entities);
