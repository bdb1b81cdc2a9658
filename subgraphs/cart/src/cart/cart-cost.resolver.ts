import { asPayload } from '@emporium/graphql/as-payload';
import { badUserInput } from '@emporium/graphql/app-errors';
import { checked } from '@emporium/graphql/checked';
import { assumedListSize } from '@emporium/graphql/list-size';
import { money } from '@emporium/graphql/money.type';
import { CurrencyCodeScalar } from '@emporium/graphql/scalars';
import { Rejection } from '@emporium/graphql/rejection';
import type { Money } from '@emporium/money/money';
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
import {
  AppliedDiscountCode,
  CartCost,
  CartDiscount,
  CartTaxLine,
  ShippingOptionType,
} from './cart-cost.type.js';
import * as inputs from './cart.inputs.js';
import { updateCurrency } from './cart-currency.js';
import { CartPayload } from './cart.payload.js';
import { CartProblemUnion } from './cart-problem.type.js';
import { cartProblems } from './cart-problems.js';
import { Cart } from './cart.type.js';
import { updateDiscountCodes } from './change-cart.js';
import { discountCodesOf } from './discount-codes.js';
import { findMeantCart } from './find-cart.js';
import { priceCart } from './price-cart.js';
import { shippingMethods } from './shipping-methods.js';
import { destinationRules, updateDelivery } from './update-delivery.js';

const amount = ({ minor, currency }: Money) => money(minor, currency);

@Resolver(() => Cart)
export class CartCostResolver {
  @FieldResolver(() => CartCost, { description: 'What the cart would cost now.' })
  async cost(@Root() cart: Cart, @Context() ctx: Ctx): Promise<CartCost> {
    const { totals, rules, estimated } = await priceCart(ctx, cart.stored);
    return {
      subtotal: amount(totals.subtotal),
      discount: amount(totals.discount),
      shippingEstimate: totals.shipping && amount(totals.shipping.price),
      tax: rules.zones.length === 0 ? null : amount(totals.tax),
      pricesIncludeTax: totals.pricesIncludeTax,
      total: amount(totals.total),
      estimated,
    };
  }

  @FieldResolver(() => CurrencyCodeScalar, {
    description:
      'Currency of its prices: that of x-currency when its first line came in, or of cartCurrencyUpdate.',
  })
  async currency(@Root() cart: Cart, @Context() ctx: Ctx): Promise<string> {
    return (await priceCart(ctx, cart.stored)).basket.currency;
  }

  @Directive(assumedListSize(5))
  @FieldResolver(() => [CartProblemUnion], {
    description: 'What would fail or surprise at checkout now.',
  })
  async problems(@Root() cart: Cart, @Context() ctx: Ctx): Promise<object[]> {
    return cartProblems(ctx, await priceCart(ctx, cart.stored)).map((problem) => ({
      ...problem,
      ...('was' in problem ? { was: amount(problem.was), now: amount(problem.now) } : {}),
      ...('total' in problem
        ? { total: amount(problem.total), minimum: amount(problem.minimum) }
        : {}),
    }));
  }

  @Directive(assumedListSize(2))
  @FieldResolver(() => [AppliedDiscountCode], {
    description: 'Codes that the shopper entered, at most 10; those that do not count say why.',
  })
  async discountCodes(@Root() cart: Cart, @Context() ctx: Ctx): Promise<AppliedDiscountCode[]> {
    return discountCodesOf(await priceCart(ctx, cart.stored));
  }

  @Directive(assumedListSize(2))
  @FieldResolver(() => [CartDiscount], {
    description:
      'Promotions that take something off, by code or automatic; their sum is cost.discount.',
  })
  async discounts(@Root() cart: Cart, @Context() ctx: Ctx): Promise<CartDiscount[]> {
    const { totals } = await priceCart(ctx, cart.stored);
    return totals.discounts.map((discount) => ({
      ...discount,
      code: discount.code ?? null,
      amount: amount(discount.amount),
    }));
  }

  @Directive(assumedListSize(3))
  @FieldResolver(() => [CartTaxLine], { description: 'Tax by rate; the sum is cost.tax.' })
  async taxLines(@Root() cart: Cart, @Context() ctx: Ctx): Promise<CartTaxLine[]> {
    const { totals } = await priceCart(ctx, cart.stored);
    return totals.taxLines.map((line) => ({
      ...line,
      base: amount(line.base),
      amount: amount(line.amount),
    }));
  }

  @Directive(assumedListSize(5))
  @FieldResolver(() => [ShippingOptionType], {
    description: 'Ways of delivery for this cart; none = nothing is delivered there.',
  })
  shippingMethods(
    @Arg('destination', () => inputs.CartDestinationInput, {
      nullable: true,
      description: 'Where the goods would go; left out: as told with cartDeliveryUpdate.',
    })
    destination: inputs.CartDestinationInput | null,
    @Root() cart: Cart,
    @Context() ctx: Ctx,
  ): Promise<ShippingOptionType[]> {
    return offered(ctx, cart, destination);
  }

  @Directive(assumedListSize(5))
  @Query(() => [ShippingOptionType], {
    name: 'shippingMethods',
    nullable: true,
    description: 'Ways of delivery for a cart; null when there is no such cart.',
  })
  async shippingMethodsOfCart(
    @Arg('cartId', () => ID, {
      nullable: true,
      description: 'The cart; without it your own (for users).',
    })
    cartId: string | null,
    @Arg('destination', () => inputs.CartDestinationInput, {
      nullable: true,
      description: 'Where the goods would go; left out: as told with cartDeliveryUpdate.',
    })
    destination: inputs.CartDestinationInput | null,
    @Context() ctx: Ctx,
  ): Promise<ShippingOptionType[] | null> {
    const stored = await findMeantCart(ctx, cartId);
    return stored ? offered(ctx, { stored }, destination) : null;
  }

  @Mutation(() => CartPayload, {
    nullable: true,
    description: 'Replaces the discount codes. A code that does not count is kept and says why.',
  })
  cartDiscountCodesUpdate(
    @Args(() => inputs.CartDiscountCodesUpdateArgs) args: inputs.CartDiscountCodesUpdateArgs,
    @Context() ctx: Ctx,
  ): Promise<CartPayload> {
    return asPayload(ctx, () => updateDiscountCodes(ctx, args));
  }

  @Mutation(() => CartPayload, {
    nullable: true,
    description:
      'Prices a cart in the currency of the header x-currency from now on; without it in the shop’s own.',
  })
  cartCurrencyUpdate(
    @Args(() => inputs.CartCurrencyUpdateArgs) args: inputs.CartCurrencyUpdateArgs,
    @Context() ctx: Ctx,
  ): Promise<CartPayload> {
    return asPayload(ctx, () => updateCurrency(ctx, args));
  }

  @Mutation(() => CartPayload, {
    nullable: true,
    description:
      'Says where and how the goods would be sent: shipping and tax are worked out for it.',
  })
  cartDeliveryUpdate(
    @Args(() => inputs.CartDeliveryUpdateArgs) args: inputs.CartDeliveryUpdateArgs,
    @Context() ctx: Ctx,
  ): Promise<CartPayload> {
    return asPayload(ctx, () => updateDelivery(ctx, args));
  }
}

function offered(
  ctx: Ctx,
  { stored }: Pick<Cart, 'stored'>,
  destination: inputs.CartDestinationInput | null | undefined,
): Promise<ShippingOptionType[]> {
  if (!destination) return shippingMethods(ctx, stored, null);
  return shippingMethods(ctx, stored, destinationOf(destination));
}

/** Throws BAD_USER_INPUT: a query has no userErrors. */
function destinationOf(input: inputs.CartDestinationInput) {
  try {
    return checked(destinationRules, input);
  } catch (error) {
    if (error instanceof Rejection) throw badUserInput(error.message);
    throw error;
  }
}
