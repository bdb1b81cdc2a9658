/** One message to one person. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
  /** Stays the same when a message is sent again, so that servers and readers can tell. */
  messageId: string;
}

/** Sends mail. Resolves when somebody else is responsible for it; rejects, at the latest after SEND_TIMEOUT_MS, when it must be tried again. */
export interface Mailer {
  send(mail: Mail): Promise<void>;
  close(): Promise<void>;
}

/** Longest time until a mail is handed over or failed, waiting for its turn included. */
export const SEND_TIMEOUT_MS = 30_000;
