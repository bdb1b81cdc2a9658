import type { AccountMailFacts } from './ask-account-mail.js';
import type { AccountMail } from './mail-template.js';
import { renderMail } from './render-mail.js';
import { textsIn } from './texts/texts-in.js';

/**
 * A mail to the owner of an account, in the language of the shop. Like every mail it holds nothing
 * that a user has written. Without a link it shows the token, for the page that asks for it; a
 * notice, which is for no page, shows neither.
 */
export function composeAccountMail(
  template: AccountMail,
  {
    token,
    link,
    device,
    network,
  }: Omit<AccountMailFacts, 'address'> & { link?: string | undefined },
  shop: { name: string; language: string },
): { subject: string; text: string; html: string } {
  const { texts, locale } = textsIn(shop.language);
  const letter = texts.accountLetters[template]({ shop: shop.name, device, network });
  const { action } = letter;
  return renderMail({
    language: locale,
    shopName: shop.name,
    subject: letter.subject,
    paragraphs:
      link || !action
        ? letter.paragraphs
        : [...letter.paragraphs, `${texts.labels.code}: ${token}`],
    parcels: [],
    ...(link && action ? { button: { label: action, url: link } } : {}),
    lines: [],
    sums: [],
    why: texts.whyAccount,
  });
}
