import { typedQuery } from '@emporium/db/typed-query';
import { Mail } from './mail/mail.entity.js';
import { Notification } from './notification/notification.entity.js';
import { Recipient } from './recipient/recipient.entity.js';

/** All tables of notifications. */
export const entities = { Notification, Recipient, Mail };

/** Starts a typed statement on the tables of notifications. */
export const query = typedQuery(entities);
