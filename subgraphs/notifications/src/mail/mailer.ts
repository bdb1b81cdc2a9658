/** One message to one person. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
  /** Stays the same when a message is sent again, so that servers and readers can tell. */
  messageId: string;
}

/** Sends mail. Resolves when somebody else is responsible for it; rejects when it must be tried again. */
export interface Mailer {
  send(mail: Mail): Promise<void>;
}
