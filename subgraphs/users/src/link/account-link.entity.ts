import { defineEntity, p } from '@mikro-orm/core';

/** What the link of a mail is for; FACTORS_CHANGED is a notice, whose token opens nothing. */
export type LinkPurpose =
  'VERIFY_EMAIL' | 'RESET_PASSWORD' | 'UNDO_EMAIL_CHANGE' | 'FACTORS_CHANGED';

/**
 * A link that was, or is to be, mailed to the address of an account. It opens for whoever holds its
 * token, once, until it ends. The token is stored nowhere: users derives it from the id when the
 * mail is written.
 */
export const AccountLink = defineEntity({
  name: 'AccountLink',
  tableName: 'account_link',
  properties: {
    id: p.text().primary(),
    /** Null when nobody has the address that a reset was asked for: then no mail is sent. */
    userId: p.text().nullable(),
    purpose: p.text().$type<LinkPurpose>(),
    /** Where it goes, and what it proves to be read by the user. */
    address: p.text().nullable(),
    tokenHash: p.text(),
    createdAt: p.datetime(6).defaultRaw('now()'),
    expiresAt: p.datetime().columnType('timestamptz'),
    usedAt: p.datetime().columnType('timestamptz').nullable(),
  },
});
