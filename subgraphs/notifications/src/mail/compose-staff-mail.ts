import { moneyText } from './money-text.js';
import type { Amount, StaffMail } from './mail-template.js';
import { renderMail } from './render-mail.js';
import type { StaffFacts } from './texts/mail-texts.js';
import { textsIn } from './texts/texts-in.js';

/** What each mail to staff is told of, before it is written in a language. */
export interface StaffNews {
  'webhook-endpoint-off': StaffFacts['webhook-endpoint-off'];
  'payment-disputed': Omit<StaffFacts['payment-disputed'], 'amount'> & { amount: Amount };
  'low-stock': StaffFacts['low-stock'];
}

/** A mail to staff, in the language of the shop. */
export function composeStaffMail<T extends StaffMail>(
  template: T,
  news: StaffNews[T],
  shop: { name: string; language: string },
): { subject: string; text: string; html: string } {
  const { texts, locale } = textsIn(shop.language);
  const facts = 'amount' in news ? { ...news, amount: moneyText(news.amount, locale) } : news;
  const {
    subject,
    paragraphs,
    list = [],
  } = texts.staffLetters[template](
    // The compiler does not follow that only the amount has become a text.
    facts as unknown as StaffFacts[T],
  );
  return renderMail({
    language: locale,
    shopName: shop.name,
    subject,
    paragraphs,
    parcels: list.map((text) => ({ text, contents: [], track: '' })),
    lines: [],
    sums: [],
    why: texts.whyStaff,
  });
}
