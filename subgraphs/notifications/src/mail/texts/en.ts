import type { MailTexts } from './mail-texts.js';

const VIEW = 'View your order';

/** Mails in English. */
export const en: MailTexts = {
  letters: {
    'order-confirmed': ({ number }) => ({
      subject: `We have received your order ${number}`,
      paragraphs: [
        `Thank you for your order. Its number is ${number}.`,
        'Your items are reserved for you until the payment arrives.',
      ],
      action: 'View or pay for your order',
    }),
    'order-paid': ({ number, amount }) => ({
      subject: `Your order ${number} is confirmed`,
      paragraphs: [
        amount
          ? `Thank you for your order. We have received your payment of ${amount} for order ${number}, and we will email you as soon as it ships.`
          : `Thank you for your order ${number}. There is nothing to pay, and we will email you as soon as it ships.`,
      ],
      action: VIEW,
    }),
    'order-shipped': ({ number }) => ({
      subject: `A parcel of your order ${number} is on its way`,
      paragraphs: [
        `Good news: a parcel of your order ${number} has left and is on its way to you.`,
      ],
      action: VIEW,
    }),
    'order-delivered': ({ number }) => ({
      subject: `Your order ${number} has been delivered`,
      paragraphs: [
        `Your order ${number} has been delivered. We hope you enjoy it.`,
        'If something is not right, you can ask for a return on the page of your order.',
      ],
      action: VIEW,
    }),
    'order-cancelled': ({ number, wasPaid }) => ({
      subject: `Your order ${number} has been cancelled`,
      paragraphs: [
        `Your order ${number} has been cancelled.`,
        ...(wasPaid
          ? [
              'What you have paid is being refunded to your original payment method. We will email you when it is on its way.',
            ]
          : []),
      ],
      action: VIEW,
    }),
    'order-expired': ({ number }) => ({
      subject: `Your order ${number} has expired`,
      paragraphs: [
        `We kept the items of order ${number} for you, but the order was not completed in time. It has been cancelled, and nothing will be sent.`,
        'You are welcome to order again at any time.',
      ],
      action: VIEW,
    }),
    'order-refunded': ({ number, amount }) => ({
      subject: `Refund for your order ${number}`,
      paragraphs: [
        `We have refunded ${amount ?? 'your payment'} for order ${number} to your original payment method.`,
        'Depending on your bank it may take a few days until the amount appears on your account.',
      ],
      action: VIEW,
    }),
    'payment-failed': ({ number, amount }) => ({
      subject: `Your payment for order ${number} did not go through`,
      paragraphs: [
        `Your payment${amount ? ` of ${amount}` : ''} for order ${number} did not go through, and nothing was charged.`,
        'You can try again, or choose another payment method, while your items are reserved.',
      ],
      action: 'Try again',
    }),
    'return-requested': ({ number }) => ({
      subject: `We have received your return request for order ${number}`,
      paragraphs: [
        `We have received your request to return items of order ${number}, and we will answer it soon. Please do not send anything back before.`,
      ],
      action: VIEW,
    }),
    'order-edited': ({ number, amount }) => ({
      subject: `Your order ${number} was changed`,
      paragraphs: [
        `As agreed, we have changed your order ${number}. This is what it consists of now.`,
        amount
          ? `${amount} are still to be paid. We send it as soon as the payment arrives.`
          : 'If it costs less than you have paid, the difference is on its way back to you.',
      ],
      action: amount ? 'View or pay for your order' : VIEW,
    }),
    'return-approved': ({ number }) => ({
      subject: `Your return for order ${number} has been approved`,
      paragraphs: [
        `You may send the items of order ${number} back that you asked to return.`,
        'We will email you when they have arrived.',
      ],
      action: VIEW,
    }),
    'return-declined': ({ number }) => ({
      subject: `Your return for order ${number} has been declined`,
      paragraphs: [
        `We cannot accept your return for order ${number}. Please do not send the items back.`,
      ],
      action: VIEW,
    }),
    'return-received': ({ number }) => ({
      subject: `We have received your return for order ${number}`,
      paragraphs: [`The items of order ${number} that you sent back have arrived.`],
      action: VIEW,
    }),
  },
  accountLetters: {
    'verify-email': ({ shop }) => ({
      subject: 'Please confirm your email address',
      paragraphs: [
        `This address was given for an account at ${shop}. Please confirm within 3 days that it is yours.`,
      ],
      action: 'Confirm email address',
    }),
    'reset-password': ({ shop }) => ({
      subject: 'Set a new password',
      paragraphs: [
        `Somebody, hopefully you, asked for a new password for your account at ${shop}. You can set one within 30 minutes, once; every device is then signed out.`,
        'If it was not you, no action is needed: your password stays as it is.',
      ],
      action: 'Set a new password',
    }),
    'undo-email-change': ({ shop }) => ({
      subject: 'The email address of your account was changed',
      paragraphs: [
        `Your account at ${shop} has another email address from now on. If it was you, no action is needed.`,
        'If it was not you, take the change back within 7 days. Every device is then signed out, and we send you a link to set a new password.',
      ],
      action: 'Take the change back',
    }),
    'new-device': ({ shop, device, network }) => ({
      subject: 'A new device has signed in to your account',
      paragraphs: [
        `Somebody has signed in to your account at ${shop} from a device or place that we have not seen there lately: ${[device ?? 'unknown device', network ?? 'unknown place'].join(', ')}. If it was you, no action is needed.`,
        'If it was not you, set a new password at once. Every device is then signed out.',
      ],
      action: '',
    }),
    'factors-changed': ({ shop }) => ({
      subject: 'The second factors of your account were changed',
      paragraphs: [
        `A second factor of your account at ${shop} was added or removed. If it was you, no action is needed.`,
        'If it was not you, set a new password now ("forgot password" on the log-in page) and tell us: every device is then signed out.',
      ],
      action: '',
    }),
  },
  cartLetter: ({ shop }) => ({
    subject: 'You left something in your cart',
    paragraphs: [
      `These items are still in your cart at ${shop}. They are not reserved, and prices may change.`,
    ],
    action: 'View your cart',
  }),
  staffLetters: {
    'webhook-endpoint-off': ({ id, host, failures, since }) => ({
      subject: 'A webhook endpoint was switched off',
      paragraphs: [
        `The webhook endpoint ${id} at ${host} was switched off: ${failures} attempts have failed since ${since?.toISOString() ?? 'a moment ago'}.`,
        'Nothing is lost: when the endpoint works again, switch it on (webhookEndpointUpdate) and replay the time since then (webhookEndpointReplay).',
      ],
    }),
    'payment-disputed': ({ id, status, reason, number, amount }) => ({
      subject: {
        OPEN: `A payment of order ${number} is disputed`,
        WON: `The dispute about order ${number} was won`,
        LOST: `The dispute about order ${number} was lost`,
      }[status],
      paragraphs: [
        {
          OPEN: `The bank of the buyer disputes ${amount} of order ${number}. Answer with your evidence at the payment provider before its deadline; do not refund the amount meanwhile.`,
          WON: `The bank has decided about ${amount} of order ${number}: the shop keeps the money.`,
          LOST: `The bank has decided about ${amount} of order ${number}: the money went back to the buyer.`,
        }[status],
        `Dispute: ${id}${reason ? ` (${reason})` : ''}`,
      ],
    }),
    'low-stock': ({ variants, more }) => ({
      subject: `Low in stock: ${variants[0]!.name}${variants.length + more > 1 ? ` and ${variants.length + more - 1} more` : ''}`,
      paragraphs: ['There are few units left. You hear of each again only after it rose.'],
      list: [
        ...variants.map(({ sku, name, available }) => `${name} (${sku}): ${available} left`),
        ...(more > 0 ? [`… and ${more} more`] : []),
      ],
    }),
  },
  labels: {
    subtotal: 'Subtotal',
    discount: 'Discount',
    shipping: 'Shipping',
    total: 'Total',
    included: (tax) => `includes ${tax}`,
    parcel: 'Parcel',
    track: 'Track your parcel',
    code: 'Your code',
  },
  why: 'You are receiving this email because this address was given for an order at our shop. If it was not you, no action is needed.',
  whyAccount:
    'You are receiving this email because this address belongs to an account at our shop. We will never ask you for your password or a code.',
  whyCart:
    'You are receiving this email because you asked for a reminder of what you leave in your cart.',
  whyStaff: 'You are receiving this email because the shop names this address as one of its staff.',
  unsubscribe: {
    link: 'Unsubscribe',
    ask: {
      title: 'Unsubscribe from these emails?',
      text: 'Emails about your orders and your account will still come.',
      button: 'Unsubscribe',
    },
    done: {
      title: 'You are unsubscribed',
      text: 'You will not get these emails any more. Emails about your orders and your account will still come.',
    },
    invalid: {
      title: 'This link is not complete',
      text: 'Please open the link from the email again, or copy all of it.',
    },
  },
};
