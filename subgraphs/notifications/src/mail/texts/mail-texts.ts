import type { AccountMail, TemplateName } from '../mail-template.js';

/** What the sentences of a mail may name; all are written by the shop. */
export interface Facts {
  /** Number of the order. */
  number: string;
  /** Amount of the event, as text. */
  amount?: string | undefined;
  wasPaid: boolean;
}

/** The words of one mail. */
export interface Letter {
  subject: string;
  paragraphs: string[];
  /** Label of the link to the order; without it the mail has none. */
  action: string;
}

/** Everything that mails say in one language. */
export interface MailTexts {
  letters: Record<TemplateName, (facts: Facts) => Letter>;
  /** Mails to the owner of an account; the action is the label of the link that they are for. */
  accountLetters: Record<AccountMail, (facts: { shop: string }) => Letter>;
  labels: {
    subtotal: string;
    discount: string;
    shipping: string;
    total: string;
    /** E.g. "includes VAT 19 %". */
    included: (tax: string) => string;
    parcel: string;
    track: string;
    /** Before the token, in a shop without a page for it. */
    code: string;
  };
  /** Why somebody gets this mail: the address was typed by whoever ordered. */
  why: string;
  /** The same for an account. */
  whyAccount: string;
  /** The link and the page that end mails which are not transactional. */
  unsubscribe: {
    link: string;
    ask: { title: string; text: string; button: string };
    done: { title: string; text: string };
    invalid: { title: string; text: string };
  };
}
