import { createHash } from 'node:crypto';
import type { Ctx } from '../context.js';
import type { Amount } from '../mail/mail-template.js';

/** Nobody waits for it but the mail. */
const CART_TIMEOUT_MS = 2_000;
const STATE = 'id version updatedAt totalQuantity';
const LOOK = `query NotificationsLookAtCart($id: ID!) { _cart(id: $id) { ${STATE} } }`;
const READ = `query NotificationsReadCart($id: ID!) { _cart(id: $id) { ${STATE}
  lines { quantity snapshot { name variantName } lineTotal { minor currency } } } }`;

/** A user's cart as it is now. */
export interface CartState {
  /** sha256 of its id, which opens nothing. */
  hash: string;
  version: number;
  updatedAt: Date;
  /** Units of all lines. */
  totalQuantity: number;
}

/** The same with what a mail lists. */
export interface MailCart extends CartState {
  lines: { quantity: number; name: string; total: Amount }[];
}

/**
 * The cart of a user; undefined when there is none. It costs cart no look at prices. Never call it
 * in a transaction. Throws SubgraphUnavailableError when cart does not answer.
 */
export async function lookAtCart(ctx: Ctx, userId: string): Promise<CartState | undefined> {
  const cart = await ask(ctx, LOOK, userId);
  return cart ? stateOf(cart) : undefined;
}

/** The cart of a user with its lines and their prices now; like lookAtCart. */
export async function readCart(ctx: Ctx, userId: string): Promise<MailCart | undefined> {
  const cart = await ask(ctx, READ, userId);
  if (!cart) return undefined;
  const lines = (cart.lines ?? []).map(({ quantity, snapshot, lineTotal: total }) => ({
    quantity,
    name: [snapshot.name, snapshot.variantName].filter(Boolean).join(', '),
    total,
  }));
  return { ...stateOf(cart), lines };
}

/** What cart answers. */
export interface CartAnswer {
  id: string;
  version: number;
  updatedAt: string;
  totalQuantity: number;
  lines?: {
    quantity: number;
    snapshot: { name: string; variantName: string | null };
    lineTotal: Amount;
  }[];
}

async function ask(ctx: Ctx, query: string, userId: string): Promise<CartAnswer | null> {
  const { _cart: cart } = await ctx.call<{ _cart: CartAnswer | null }>({
    to: 'cart',
    query,
    variables: { id: `user:${userId}` },
    timeoutMs: CART_TIMEOUT_MS,
  });
  return cart;
}

const stateOf = ({ id, version, updatedAt, totalQuantity }: CartAnswer): CartState => ({
  hash: createHash('sha256').update(id).digest('hex'),
  version,
  updatedAt: new Date(updatedAt),
  totalQuantity,
});
