import type { MailCart } from '../cart-reminder/ask-cart.js';

/** A cart that was left, for previews. */
export const SAMPLE_CART: Pick<MailCart, 'lines'> = {
  lines: [
    { quantity: 2, name: 'Ocean Blue Shirt, M', total: { minor: 3_998, currency: 'EUR' } },
    { quantity: 1, name: 'Socks', total: { minor: 450, currency: 'EUR' } },
  ],
};
