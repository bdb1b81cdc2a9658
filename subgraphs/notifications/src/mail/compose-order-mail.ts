import type { MailOrder, MailParcel } from './ask-order.js';
import type { Amount, MailFields, TemplateName } from './mail-template.js';
import { moneyText } from './money-text.js';
import { renderMail, type MailView } from './render-mail.js';
import type { MailTexts } from './texts/mail-texts.js';
import { textsIn } from './texts/texts-in.js';

/** Mails that ask for a payment: they are old news once the order is paid or cancelled. */
const AWAITING_PAYMENT: readonly TemplateName[] = ['order-confirmed', 'payment-failed'];
const WITH_LINES: readonly TemplateName[] = [
  'order-confirmed',
  'order-paid',
  'order-edited',
  'order-cancelled',
];
/** Statuses in which staff change an order. */
const CHANGEABLE = ['PAID', 'PROCESSING'];
const WITH_PARCELS: readonly TemplateName[] = ['order-shipped', 'order-delivered'];

/**
 * A mail about an order, in the language of the shop; undefined when it would be old news. The
 * address was typed by whoever ordered, and nobody has confirmed it: a mail holds nothing that a
 * user has written (name, addresses, reasons), since that would let anybody send words and links of
 * his own in the shop's name.
 */
export function composeOrderMail(
  template: TemplateName,
  { fields, order, link }: { fields: MailFields; order: MailOrder; link?: string | undefined },
  shop: { name: string; language: string },
): { subject: string; text: string; html: string } | undefined {
  if (AWAITING_PAYMENT.includes(template) && order.status !== 'PENDING') return undefined;
  if (template === 'order-edited' && !CHANGEABLE.includes(order.status)) return undefined;
  // Called off before the mail was sent.
  if (order.fulfillments.some(({ id, cancelledAt }) => id === fields.fulfillmentId && cancelledAt))
    return undefined;
  const { texts, locale } = textsIn(shop.language);
  const amount = (of: Amount) => moneyText(of, locale);
  const letter = texts.letters[template]({
    number: order.number,
    amount: fields.amount && amount(fields.amount),
    wasPaid: fields.wasPaid ?? false,
  });
  return renderMail({
    language: locale,
    shopName: shop.name,
    subject: letter.subject,
    paragraphs: letter.paragraphs,
    parcels: WITH_PARCELS.includes(template)
      ? order.fulfillments
          .filter(({ id, cancelledAt }) => !cancelledAt && id === (fields.fulfillmentId ?? id))
          .map((parcel) => parcelView(parcel, order, texts))
      : [],
    ...(link ? { button: { label: letter.action, url: link } } : {}),
    ...(WITH_LINES.includes(template) ? tableOf(order, texts, amount) : { lines: [], sums: [] }),
    why: texts.why,
  });
}

const nameOf = ({ productName, variantName }: MailOrder['lines'][number]) =>
  [productName, variantName].filter(Boolean).join(', ');

function parcelView(
  { carrier, trackingNumber, trackingUrl, lines }: MailParcel,
  order: MailOrder,
  { labels }: MailTexts,
): MailView['parcels'][number] {
  const facts = [carrier, trackingNumber].filter(Boolean).join(' ');
  return {
    text: facts ? `${labels.parcel}: ${facts}` : labels.parcel,
    contents: lines.flatMap(({ orderLineId, quantity }) => {
      const line = order.lines.find(({ id }) => id === orderLineId);
      return line ? [`${quantity} × ${nameOf(line)}`] : [];
    }),
    track: labels.track,
    ...(trackingUrl && /^https?:\/\//i.test(trackingUrl) ? { url: trackingUrl } : {}),
  };
}

/** What was ordered, and what it comes to: the lines before discount add up with the sums. */
function tableOf(
  { lines, shipping, total, taxLines }: MailOrder,
  { labels }: MailTexts,
  text: (amount: Amount) => string,
) {
  const { currency } = total;
  const sum = (of: (line: MailOrder['lines'][number]) => number) => ({
    minor: lines.reduce((all, line) => all + of(line), 0),
    currency,
  });
  const discount = sum((line) => line.discount.minor);
  const row = (label: string, amount: Amount) => ({ label, amount: text(amount) });
  return {
    lines: lines.map((line) => ({
      quantity: line.quantity,
      name: nameOf(line),
      amount: text({ minor: line.total.minor + line.discount.minor, currency }),
    })),
    sums: [
      row(
        labels.subtotal,
        sum((line) => line.total.minor + line.discount.minor),
      ),
      ...(discount.minor ? [row(labels.discount, { minor: -discount.minor, currency })] : []),
      row(labels.shipping, shipping),
      row(labels.total, total),
      ...taxLines.map(({ name, amount }) => row(labels.included(name), amount)),
    ],
  };
}
