import { asPayload } from '@emporium/graphql/as-payload';
import { assumedListSize } from '@emporium/graphql/list-size';
import {
  Arg,
  Args,
  Ctx as Context,
  Directive,
  FieldResolver,
  ID,
  Mutation,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { Ctx } from '../context.js';
import { actingUser } from './acting-user.js';
import { addLines, createCart } from './add-lines.js';
import * as inputs from './cart.inputs.js';
import { CartPayload } from './cart.payload.js';
import { cartLine } from './cart-line.js';
import { Cart, CartLine, toCart, UserWithCart } from './cart.type.js';
import { clearCart, removeLines, updateLines } from './change-cart.js';
import { findCart, findCartForService, findOwnCart } from './find-cart.js';
import { mergeCart } from './merge-cart.js';
import { priceCart } from './price-cart.js';

@Resolver(() => Cart)
export class CartResolver {
  @Query(() => Cart, {
    nullable: true,
    description: 'A cart. Without an id the caller’s own (for users).',
  })
  async cart(
    @Arg('id', () => ID, { nullable: true, description: 'The secret id of the cart.' })
    id: string | null,
    @Context() ctx: Ctx,
  ): Promise<Cart | null> {
    const stored = id == null ? await findOwnCart(ctx) : await findCart(ctx, id);
    return stored ? toCart(stored) : null;
  }

  @Directive('@inaccessible')
  @Query(() => Cart, {
    nullable: true,
    description: 'For services: a cart by its id or by `user:<user id>`.',
  })
  async _cart(
    @Arg('id', () => ID, { description: 'Cart id, or `user:` and a user id.' }) id: string,
    @Context() ctx: Ctx,
  ): Promise<Cart | null> {
    const stored = await findCartForService(ctx, id);
    return stored ? toCart(stored) : null;
  }

  @FieldResolver(() => UserWithCart, {
    nullable: true,
    description: 'The user whose cart it is; null for a guest’s cart.',
  })
  owner(@Root() cart: Cart): UserWithCart | null {
    return cart.stored.userId === null ? null : { id: cart.stored.userId };
  }

  @Directive(assumedListSize(20))
  @FieldResolver(() => [CartLine], { description: 'Lines in the order they came in, at most 200.' })
  async lines(@Root() cart: Cart, @Context() ctx: Ctx): Promise<CartLine[]> {
    return (await priceCart(ctx, cart.stored)).lines.map((line) => cartLine(ctx, line));
  }

  @Mutation(() => CartPayload, {
    nullable: true,
    description: 'Opens a cart: a new one for guests, the one and only for users.',
  })
  cartCreate(
    @Args(() => inputs.CartCreateArgs) args: inputs.CartCreateArgs,
    @Context() ctx: Ctx,
  ): Promise<CartPayload> {
    return asPayload(ctx, () => createCart(ctx, args));
  }

  @Mutation(() => CartPayload, {
    nullable: true,
    description: 'Adds units. Parallel calls all count.',
  })
  cartLinesAdd(
    @Args(() => inputs.CartLinesAddArgs) args: inputs.CartLinesAddArgs,
    @Context() ctx: Ctx,
  ): Promise<CartPayload> {
    return asPayload(ctx, () => addLines(ctx, args));
  }

  @Mutation(() => CartPayload, { nullable: true, description: 'Sets quantities of lines.' })
  cartLinesUpdate(
    @Args(() => inputs.CartLinesUpdateArgs) args: inputs.CartLinesUpdateArgs,
    @Context() ctx: Ctx,
  ): Promise<CartPayload> {
    return asPayload(ctx, () => updateLines(ctx, args));
  }

  @Mutation(() => CartPayload, { nullable: true, description: 'Takes lines out.' })
  cartLinesRemove(
    @Args(() => inputs.CartLinesRemoveArgs) args: inputs.CartLinesRemoveArgs,
    @Context() ctx: Ctx,
  ): Promise<CartPayload> {
    return asPayload(ctx, () => removeLines(ctx, args));
  }

  @Mutation(() => CartPayload, { nullable: true, description: 'Takes all lines out.' })
  cartClear(
    @Args(() => inputs.CartClearArgs) args: inputs.CartClearArgs,
    @Context() ctx: Ctx,
  ): Promise<CartPayload> {
    return asPayload(ctx, () => clearCart(ctx, args));
  }

  @Directive('@authenticated')
  @Mutation(() => CartPayload, {
    nullable: true,
    description: 'Moves a guest’s cart into your own, after logging in. Harmless to repeat.',
  })
  cartMerge(
    @Args(() => inputs.CartMergeArgs) args: inputs.CartMergeArgs,
    @Context() ctx: Ctx,
  ): Promise<CartPayload> {
    return asPayload(ctx, () => mergeCart(ctx, args));
  }
}

@Resolver(() => UserWithCart)
export class UserCartResolver {
  @Directive('@authenticated')
  @FieldResolver(() => Cart, {
    nullable: true,
    description: 'The cart of this user; only the user sees it.',
  })
  async cart(@Root() user: UserWithCart, @Context() ctx: Ctx): Promise<Cart | null> {
    const stored = actingUser(ctx) === user.id ? await findOwnCart(ctx) : undefined;
    return stored ? toCart(stored) : null;
  }
}
