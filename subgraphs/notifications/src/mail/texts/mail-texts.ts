import type { LowStockReport } from '../../staff/find-low-stock.js';
import type { AccountMail, StaffMail, TemplateName } from '../mail-template.js';

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

/** What mails to staff may name. */
export interface StaffFacts {
  'webhook-endpoint-off': { id: string; host: string; failures: number; since: Date | null };
  'payment-disputed': {
    /** Id of the dispute. */
    id: string;
    status: 'OPEN' | 'WON' | 'LOST';
    /** As the provider says. */
    reason: string | null;
    number: string;
    amount: string;
  };
  'low-stock': LowStockReport;
}

/** The words of a mail to staff, with what it lists. */
interface StaffLetter {
  subject: string;
  paragraphs: string[];
  list?: string[];
}

/** What a mail to the owner of an account may name. */
export interface AccountFacts {
  shop: string;
  /** What a new device is called, if that is known. */
  device?: string | null | undefined;
  /** The block of addresses that it came from. */
  network?: string | null | undefined;
}

/** Everything that mails say in one language. */
export interface MailTexts {
  letters: Record<TemplateName, (facts: Facts) => Letter>;
  /**
   * Mails to the owner of an account; the action is the label of the link that they are for, without
   * which they are notices.
   */
  accountLetters: Record<AccountMail, (facts: AccountFacts) => Letter>;
  /** The reminder of a cart. */
  cartLetter: (facts: { shop: string }) => Letter;
  staffLetters: { [T in StaffMail]: (facts: StaffFacts[T]) => StaffLetter };
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
  /** The same for the reminder of a cart. */
  whyCart: string;
  /** The same for staff. */
  whyStaff: string;
  /** The link and the page that end mails which are not transactional. */
  unsubscribe: {
    link: string;
    ask: { title: string; text: string; button: string };
    done: { title: string; text: string };
    invalid: { title: string; text: string };
  };
}
