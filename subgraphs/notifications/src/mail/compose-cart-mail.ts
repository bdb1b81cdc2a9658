import type { MailCart } from '../cart-reminder/ask-cart.js';
import { moneyText } from './money-text.js';
import { renderMail } from './render-mail.js';
import { textsIn } from './texts/texts-in.js';

/** The reminder of a cart that was left, in the language of the shop, with prices as of now. */
export function composeCartMail(
  {
    cart,
    link,
    unsubscribeUrl,
  }: { cart: Pick<MailCart, 'lines'>; link?: string | undefined; unsubscribeUrl: string },
  shop: { name: string; language: string },
): { subject: string; text: string; html: string } {
  const { texts, locale } = textsIn(shop.language);
  const { subject, paragraphs, action } = texts.cartLetter({ shop: shop.name });
  return renderMail({
    language: locale,
    shopName: shop.name,
    subject,
    paragraphs,
    parcels: [],
    ...(link ? { button: { label: action, url: link } } : {}),
    lines: cart.lines.map(({ quantity, name, total }) => ({
      quantity,
      name,
      amount: moneyText(total, locale),
    })),
    sums: [],
    why: texts.whyCart,
    unsubscribe: { label: texts.unsubscribe.link, url: unsubscribeUrl },
  });
}
