import { defineEntity, p } from '@mikro-orm/core';
import type { MailPurpose } from './mail-purpose.js';

/** An address that wants no mails of a purpose any more, be it a user's or a guest's. */
export const MailUnsubscription = defineEntity({
  name: 'MailUnsubscription',
  tableName: 'mail_unsubscription',
  properties: {
    addressHash: p.text().primary(),
    purpose: p.text().$type<MailPurpose>().primary(),
    unsubscribedAt: p.datetime().columnType('timestamptz'),
  },
});
