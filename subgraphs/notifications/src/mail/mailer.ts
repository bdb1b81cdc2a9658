/** One message to one person. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
  /** The same as HTML. */
  html?: string;
  /** Where it is unsubscribed from; only for what is not transactional. */
  unsubscribeUrl?: string;
  /** Stays the same when a message is sent again, so that servers and readers can tell. */
  messageId: string;
}

/**
 * Sends mail. Resolves when somebody else is responsible for it; rejects, at the latest after
 * SEND_TIMEOUT_MS, when it must be tried again.
 */
export interface Mailer {
  send(mail: Mail): Promise<void>;
  /**
   * Removes what the shop itself has kept of sent mails, by message id; what a mail server has is
   * beyond reach. Unknown ids are fine.
   */
  forget(messageIds: readonly string[]): Promise<void>;
  /** Message ids of the sent mails that the shop itself keeps. */
  kept(): Promise<string[]>;
  /** One of them as it was sent; undefined when it is not kept. */
  read(messageId: string): Promise<string | undefined>;
  /** Rejects when mail cannot be handed over: no greeting, or a refused log-in. Sends nothing. */
  reach(): Promise<void>;
  close(): Promise<void>;
}

/** Longest time until a mail is handed over or failed, waiting for its turn included. */
export const SEND_TIMEOUT_MS = 30_000;
