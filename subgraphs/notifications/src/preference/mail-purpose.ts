/** What mails are for that nobody has asked for by ordering: each can be had or not. */
export const MAIL_PURPOSES = ['abandoned-cart'] as const;

/** Purpose of a mail that is not transactional. */
export type MailPurpose = (typeof MAIL_PURPOSES)[number];
