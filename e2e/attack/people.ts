import type { Client } from '../client.js';
import * as q from '../purchase.js';
import type { ShopUnderTest } from '../shop-under-test.js';

export const ATTACK_ROLES = ['ANONYMOUS', 'CUSTOMER', 'SUPERVISOR', 'ADMIN'] as const;
export type AttackRole = (typeof ATTACK_ROLES)[number];

/** Words and values that a role knows from the start: see KnownThings. */
export type Known = readonly (readonly [word: string, value: string])[];

/** What the attackers are after and what they may take. */
export interface Prepared {
  /** Personal data of somebody else: nobody but that person and staff may ever read them. */
  secrets: string[];
  /** Ids of what belongs to somebody else. They open nothing by themselves. */
  victim: Known;
  /** A user with whom staff may do whatever they like. */
  scapegoat: Known;
}

const PASSWORD = 'four unlikely words together';
const REGISTER = `mutation ($email: String!, $password: String!, $last: String!) { userRegister(email: $email, password: $password, firstName: "Cana", lastName: $last) { user { id } accessToken userErrors { __typename } } }`;
const ADDRESS = `mutation ($address: AddressInput!) { userAddressCreate(address: $address) { address { id } userErrors { __typename } } }`;
const PRODUCT = '{ products(first: 5) { nodes { id variants(first: 1) { nodes { id } } } } }';
const OWN = '{ me { sessions { id } notifications(first: 5) { nodes { id } } } }';

/**
 * Makes a victim with an address, a cart, a paid order and a full inbox, and a user that may be
 * lost.
 */
export async function preparePeople(shop: ShopUnderTest): Promise<Prepared> {
  const register = async (email: string, last: string): Promise<{ client: Client; id: string }> => {
    const client = shop.client();
    const { userRegister } = await client.get(REGISTER, { email, last, password: PASSWORD });
    client.token = userRegister.accessToken;
    return { client, id: userRegister.user.id };
  };
  const secrets = [
    'victim-of-attack@example.com',
    'Canarybird',
    'Canary Street 77',
    '+49 40 7654321',
  ] as const;
  const [email, last, line1, phone] = secrets;
  const { client, id } = await register(email, last);
  const address = { ...q.ADDRESS, name: `Cana ${last}`, line1, phone };
  const { userAddressCreate } = await client.get(ADDRESS, { address });
  const { products } = await client.get(PRODUCT);
  const add = (index: number) =>
    client.get(q.CART_ADD, {
      lines: [{ variantId: products.nodes[index].variants.nodes[0].id, quantity: 1 }],
    });
  const { cart } = (await add(0)).cartLinesAdd;
  const input = {
    cartId: cart.id,
    shippingAddress: address,
    shippingMethodId: q.freeDelivery(cart),
    expectedTotal: cart.cost.total,
  };
  const { orderPlace } = await client.get(q.ORDER_PLACE, { input, key: q.unique('victim') });
  const { paymentCreate } = await client.get(q.PAY, {
    id: orderPlace.order.id,
    method: 'tok_ok',
    key: q.unique('victim'),
  });
  const next = (await add(1)).cartLinesAdd.cart;
  const { me } = await client.get(OWN);
  const lost = await register('scapegoat@example.com', 'Goat');
  const words: [string, string][] = [
    ['user', id],
    ['address', userAddressCreate.address.id],
    ['cart', next.id],
    ['order', orderPlace.order.id],
    ['number', orderPlace.order.number],
    ['payment', paymentCreate.payment.id],
    ...(me.sessions as { id: string }[]).map((one): [string, string] => ['session', one.id]),
    ...(me.notifications.nodes as { id: string }[]).map((one): [string, string] => [
      'notification',
      one.id,
    ]),
  ];
  return { secrets: [...secrets], victim: words, scapegoat: [['user', lost.id]] };
}
