import { eventually } from '@emporium/testing/eventually';
import * as q from '../purchase.js';
import type { FaultClient } from './fault-client.js';

const LOGIN =
  'mutation ($email: String!, $password: String!) { userLogin(email: $email, password: $password) { accessToken } }';
const CREATE = `mutation ($input: ProductCreateInput!) { productCreate(input: $input) { product { id version variants(first: 1) { nodes { id } } } userErrors { ... on UserError { code } } } }`;

/** A product of the run with its only variant. */
export interface Goods {
  productId: string;
  variantId: string;
  name: string;
}

/** Logs the demo administrator in (again); the token lasts a quarter of an hour. */
export async function logIn(staff: FaultClient): Promise<void> {
  delete staff.token;
  const reply = await staff.insist('login', LOGIN, {
    email: 'admin@emporium.test',
    password: 'emporium-demo',
  });
  staff.token = reply?.data?.userLogin?.accessToken as string;
}

/**
 * Puts products up for sale, the first of them scarce, and waits until carts take them. Throws when
 * they do not.
 */
export async function stockUp(staff: FaultClient, units: readonly number[]): Promise<Goods[]> {
  await logIn(staff);
  const goods: Goods[] = [];
  for (const initialStock of units) {
    const sku = q.unique('fault');
    const variants = [{ sku: `${sku}-1`, price: { minor: 1_234, currency: 'EUR' }, initialStock }];
    const reply = await staff.insist('create', CREATE, {
      input: { sku, slug: sku, name: `Fault ${sku}`, variants },
    });
    const { product } = reply?.data?.productCreate ?? {};
    if (!product) throw new Error(`no product: ${JSON.stringify(reply)}`);
    goods.push({ productId: product.id, variantId: product.variants.nodes[0].id, name: sku });
  }
  const lines = goods.map(({ variantId }) => ({ variantId, quantity: 1 }));
  await eventually(async () => {
    const reply = await staff.send('cart', CART_CREATE, { lines });
    return (reply?.data?.cartCreate?.cart?.lines.length as number) === goods.length;
  }, 60_000);
  return goods;
}

export const CART_CREATE = `mutation ($lines: [CartLineInput!]!) { cartCreate(lines: $lines) { cart { id lines { quantity } cost { total { minor currency } } ${q.DELIVERY} } userErrors { ... on UserError { code } } } }`;
